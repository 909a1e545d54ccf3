## La administración de un país: credenciales, reglas, feriados, variedades.

admin-people = Intérpretes
admin-organisations = Organizaciones
people-number = Número de intérprete
people-look = Ver
people-import = Incorporar desde una tabla
people-import-what = Un archivo CSV o JSON con una persona por fila. Primero se revisa sin guardar nada, y se dice qué corregir en cada fila. Así empieza una tabla:
people-table = Archivo
people-rehearsed = { $wrong ->
    [0] { $rows } filas revisadas, todas en orden. Todavía no se guardó nada.
   *[other] { $rows } filas revisadas; en { $wrong } hay algo que corregir. Todavía no se guardó nada.
  }
people-row = Fila { $row }
people-take = { $count ->
    [one] Incorporar a una persona
   *[other] Incorporar a { $count } personas
  }
people-taken = Personas incorporadas: { $count }. Falta verificar a cada una antes de que reciba ofertas.
organisations-why = Un poder judicial, una universidad o una asociación puede tener intérpretes propios. La región le pide a la organización, y su guardia asigna a quien va.
organisations-none = Ninguna todavía. Agregue una, y después a sus intérpretes y a quien lleva su guardia.
organisations-add = Agregar una organización
organisations-do = Agregar
organisation-name = Nombre
organisation-kind = Qué es
organisation-court = Poder judicial o autoridad
organisation-ngo = Organización civil
organisation-agency = Agencia
organisation-university = Universidad o academia
organisation-interpreters = { $count ->
    [0] sin intérpretes
    [one] un intérprete
   *[other] { $count } intérpretes
  }
organisation-members = Quiénes trabajan en ella
organisation-empty = Todavía nadie. Agregue a sus intérpretes por su número.
organisation-who = Número de intérprete o correo de la guardia
organisation-who-hint = La guardia necesita antes una cuenta con esa función.
organisation-add = Agregar
organisation-take-out = Quitar
admin-recognition = Credenciales
admin-weights = Cómo se elige
admin-fees = Cancelaciones
admin-holidays = Feriados
admin-varieties = Variedades
admin-loading = Un momento…
recognition-what = Qué vale cada credencial en los tribunales de su país, según para qué se interpreta. De esto sale a quién se propone primero y a quién hay que preguntar por su formación antes de empezar.
recognition-empty = Su país todavía no dice nada de ninguna credencial: todas las personas se proponen igual. Empiece por la de sus propios intérpretes oficiales.
recognition-scheme = Código de una credencial
recognition-scheme-hint = Como figura en el perfil de quien la tiene, por ejemplo gt-oj.
recognition-add = Agregar
recognition-none = no vale aquí
recognition-certified = vale plenamente
recognition-provisional = si se le acepta
recognition-saved = Guardado.
recognition-names = Cómo se llama aquí a quien la tiene
recognition-rename = Guardar los nombres
holidays-what = En estos días los tribunales de { $country } están cerrados y nadie recibe ofertas, salvo quien diga que también trabaja en feriados.
holidays-of = Feriados de { $year }
holidays-none = Este año no tiene feriados escritos. Agregue cada uno con la ley que lo dice.
holiday-yours = escrito por su país
holiday-correct = Corregir
holiday-remove = Quitar
holiday-add = Agregar o corregir un día
holiday-day = Día
holiday-name = Cómo se llama
holiday-source = Dónde está escrito
holiday-source-hint = La ley o el acuerdo, por ejemplo «Código de Trabajo, art. 127».
holiday-keep = Guardar el día
holiday-saved = { $day }: guardado.
varieties-what = Una misma lengua se habla distinto de un pueblo a otro, y quien viene de uno puede no entender al otro. Lo que agregue aquí se puede buscar y pedir enseguida.
varieties-of = Agregadas por { $country }
varieties-none = Ninguna todavía. Puente ya conoce muchas: busque primero, y agregue la que falte por los pueblos donde se habla.
variety-add = Agregar una variedad
variety-base = Es una variedad de
variety-places = Pueblos o regiones donde se habla
variety-places-hint = El principal primero; varios, con comas.
variety-name-es = Nombre en español
variety-name-en = Nombre en inglés
variety-name-fr = Nombre en francés
variety-name-hint = Por ejemplo «mam de Cajolá».
variety-names = Cómo la llama la gente
variety-names-hint = Si tiene otros nombres; varios, con comas.
variety-do = Agregar la variedad
variety-added = { $name }: ya se puede buscar y pedir.
variety-remove = Quitar
fees-what = Qué se debe a quien interpreta cuando se cancela tarde. Lo cancelado antes de un cambio conserva su cuenta.
fees-late_hours = Es tarde con menos de
fees-late_percent = y entonces se debe
fees-very_late_hours = Es muy tarde con menos de
fees-very_late_percent = y entonces se debe
fees-no_show_percent = Si quien pidió no se presenta, se debe
fees-hours = horas
fees-save = Guardar
fees-saved = Guardado.
