## El perfil de quien interpreta, y cómo lo ven los demás.

nav-profile = Mi perfil
profile = Mi perfil
profile-loading = Un momento…
profile-known-as = Para los demás usted es la intérprete o el intérprete { $number } hasta que haya una reserva.
profile-organisation = Trabaja para { $name }, que le asigna las audiencias.
profile-remove = Quitar
profile-save = Guardar
profile-unsaved = Hay cambios sin guardar.
profile-saved = Guardado. Desde ahora se le busca por estos datos.
profile-unsaid = Prefiero no decirlo

vetting-none = Todavía nadie ha revisado sus papeles; por ahora no recibe ofertas.
vetting-in_progress = Sus papeles están en revisión; por ahora no recibe ofertas.
vetting-cleared = Papeles en regla hasta el { $day }.
vetting-suspended = Suspensión: no se reciben ofertas hasta que se decida otra cosa.
vetting-expired = La revisión venció el { $day }; no se reciben ofertas hasta renovarla.

profile-languages = Idiomas
profile-languages-none = Agregue al menos dos idiomas.
profile-languages-add = Agregar un idioma o una lengua de señas
profile-class = cuánto lo domina
profile-class-A = A, es mi lengua
profile-class-B = B, lo hablo o lo firmo bien
profile-class-C = C, lo entiendo
profile-level = nivel examinado
profile-level-none = sin examen
profile-attested-by = quién lo examinó
profile-attested-at = cuándo

profile-services = Qué interpreta
profile-services-none = Primero agregue dos idiomas.
profile-direction-label = De qué idioma a cuál
profile-direction = { $from } → { $into }
profile-both-ways = Lo mismo en el sentido contrario
profile-setting-interview = entrevista
profile-setting-hearing = audiencia
profile-setting-medical = atención médica
profile-setting-emergency = emergencia
mode-sight_translation = Traducción a la vista
mode-sign = Lengua de señas
mode-tactile = Señas táctiles

profile-about = Sobre usted
profile-gender = Género
profile-gender-woman = mujer
profile-gender-man = hombre
profile-gender-other = otro o prefiero no decirlo
profile-age = Edad
profile-age-under_30 = menos de 30
profile-age-from_30 = de 30 a 44
profile-age-from_45 = de 45 a 59
profile-age-from_60 = 60 o más
profile-home = Pueblo o comunidad de origen
profile-home-hint = Una víctima puede pedir a alguien de otro lugar. No se muestra.
profile-notice = Con cuánta anticipación hay que avisarle
profile-notice-minutes = { $minutes ->
    [0] sin anticipación
    [30] media hora
    [60] 1 hora
    [120] 2 horas
    [720] 12 horas
    [1440] 1 día
    [2880] 2 días
    [10080] 1 semana
   *[other] { $minutes } minutos
  }
profile-deaf = Soy intérprete Sordo o Sorda y trabajo en equipo con intérprete oyente
profile-pay = Pago
profile-pay-volunteer = Trabajo como voluntaria o voluntario
profile-pay-fee = Cobro por hora
profile-pay-open = Se acuerda en cada caso
profile-fee = Por hora
profile-currency = Moneda
profile-minimum = Tiempo mínimo que se paga
profile-minimum-minutes = { $minutes ->
    [0] sin mínimo
    [30] media hora
    [60] 1 hora
    [120] 2 horas
    [180] 3 horas
   *[other] 4 horas
  }

profile-credentials = Acreditaciones
profile-credentials-none = Ninguna todavía.
profile-credential-add = Agregar una acreditación
profile-credential-do = Agregar
profile-credential-kept = Quedó guardada.
profile-credential-gone = Se quitó.
profile-scheme = Nombre corto
profile-scheme-hint = País y entidad, por ejemplo gt-oj.
profile-issuer = Quién la dio
profile-number-label = Número
profile-number = n.º { $number }
profile-until = Último día en que vale
profile-until-hint = Vacío si no vence.
profile-valid = Vale hasta el { $day }.
profile-expired = Venció el { $day }.
profile-no-end = No vence.
profile-document = Ver el documento del { $day }
profile-document-add = Subir el documento (PDF o foto, hasta 5 MB)
profile-document-replace = Cambiar el documento
profile-document-kept = El documento quedó guardado.

profile-trainings = Formación
profile-trainings-none = Sin formación anotada.
profile-training-add = Agregar una formación
profile-training-do = Agregar
profile-training = Para qué
profile-trainer = Quién la dio
profile-given-label = Cuándo
profile-given = El { $day }.
training-trauma_informed = Trato con personas que vivieron un trauma
training-child_interview = Entrevistas con niñas y niños

profile-equipment = Equipo
profile-headset = Tengo audífonos con micrófono
profile-wired = Mi internet va por cable
profile-equipment-do = Lo acabo de revisar
profile-equipment-checked = Revisado el { $day }.
profile-equipment-never = Todavía no se ha revisado.

profile-facts = Conflictos de interés
profile-facts-why = Diga aquí lo que podría ligarle a un caso: su pueblo, para quién trabaja, personas y organizaciones que conoce, casos en los que acompaña a alguien. Así no se le ofrece un caso en el que no debe interpretar.
profile-facts-how = Lo que escriba se convierte enseguida en un código y no se guarda. Nadie puede leerlo, tampoco usted: solo queda la clase y la fecha. Si un caso trae lo mismo, se sabrá que hay un conflicto de esa clase y nada más.
profile-facts-none = Nada declarado.
profile-fact-kind = Clase
profile-fact-do = Declarar
profile-fact-kept = Declarado. Sus palabras no se guardaron.
profile-fact-gone = Retirado.
profile-fact-declared = declarado el { $day }
profile-fact-take = Retirar
fact-village = Pueblo o barrio
fact-village-label = Nombre del pueblo o barrio
fact-employer = Empleador
fact-employer-label = Nombre del empleador
fact-party = Persona
fact-party-label = Nombre completo
fact-organisation = Organización
fact-organisation-label = Nombre de la organización
fact-advocate_in_case = Caso en el que acompaño a alguien
fact-advocate_in_case-label = Número o referencia del caso

interpreter-no-name = El nombre se muestra cuando hay una reserva.
interpreter-deaf = Intérprete Sordo o Sorda: trabaja en equipo con intérprete oyente.
interpreter-slot = Pertenece a { $name }; la solicitud se hace a esa organización.
interpreter-recognised = Cómo se le reconoce en su país
interpreter-recognised-none = Su país no reconoce ninguna de sus acreditaciones.
interpreter-voir-dire = Antes de declarar hay que decidir si se le admite.
interpreter-attested = { $level }, según { $by }, { $day }
interpreter-vetting = Revisión
interpreter-decide = Decidir
interpreter-decide-cleared = En regla hasta…
interpreter-decide-in_progress = En revisión
interpreter-decide-suspended = Suspender
interpreter-decide-do = Guardar la decisión
