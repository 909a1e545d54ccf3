## Horarios por trabajo, excepciones, ritmo y otros calendarios.

layers = Mis horarios
layer-add = Otro horario
layer-drop = Quitar este horario
layer-new = Horario { $number }
layer-unnamed = Mi horario
layer-name = Nombre, por ejemplo el tribunal o la guardia
layer-often = Se repite
layer-every = { $weeks ->
    [1] cada semana
    [2] una semana sí y otra no
   *[other] cada { $weeks } semanas
  }
layer-from = Desde el día (si no es desde ya)
layer-until = Hasta el día (si termina)
layer-for = Estas horas son para
purpose-interview = entrevistas
purpose-hearing = audiencias
purpose-medical = médicos y psicólogos
purpose-on_call = guardia, lo urgente
purpose-children = trabajar con niñez
week-marked = Marcado: { $span }
time-extra = abierto por usted
time-holiday = feriado, no recibe ofertas
time-holiday-work = feriado, usted sí trabaja
time-elsewhere = ocupado en otro calendario
time-all = Ver todo ({ $count })
time-fewer = Ver menos
exception = Cambiar un solo día
extra-do = Abrir esas horas
pace = Mi ritmo
pace-notice = Que me avisen con
pace-before = Tiempo libre antes de cada cita
pace-after = Tiempo libre después
pace-most = Lo más que trabajo en un día
pace-no-most = sin límite
pace-minutes = { $minutes ->
    [0] nada
    [60] 1 hora
    [90] hora y media
    [120] 2 horas
    [180] 3 horas
    [240] 4 horas
    [300] 5 horas
    [360] 6 horas
    [420] 7 horas
    [480] 8 horas
    [720] 12 horas
    [1440] un día
    [2880] dos días
    [10080] una semana
   *[other] { $minutes } minutos
  }
pace-holidays = También trabajo en feriados
pace-saved = Guardado.
others = Mis otros calendarios
others-why = Puente lee cuándo está ocupada u ocupado en otro calendario y no le ofrece trabajo a esas horas. Nunca guarda el motivo.
others-none = Todavía no lee ninguno.
others-read = Leído el { $day } a las { $clock }
others-soon = Se leerá en unos segundos.
others-again = Leer ahora
others-end = Dejar de leer
others-add = Leer este calendario
others-url = Dirección del calendario
others-kind = Cómo se lee
others-ics = por una dirección secreta (iCal)
others-caldav = con usuario y contraseña (CalDAV)
others-user = Usuario
others-password = Contraseña
trouble-unreachable = No se pudo llegar a ese servidor. Se intentará otra vez; vale lo leído antes.
trouble-forbidden = Esa dirección no está en internet abierto. Pida otra a quien lleva ese calendario.
trouble-refused = Ese servidor no aceptó la dirección, el usuario o la contraseña. Quítelo y agréguelo de nuevo.
trouble-gone = En esa dirección ya no hay calendario.
trouble-no_calendar = Lo que hay en esa dirección no es un calendario. Busque la «dirección secreta en formato iCal».
trouble-too_large = Ese calendario es demasiado grande para leerlo.
feed = Ver mis reservas en mi teléfono
feed-why = Con esta dirección, su teléfono u otro calendario muestra cuándo tiene reservas. Solo dice «Puente: reservado»: ni el caso ni el lugar.
feed-once = Cópiela ahora: no se vuelve a mostrar. Quien la tenga puede ver sus horas reservadas.
feed-copy = Copiar
feed-copied = Copiada
feed-since = Hay una dirección desde el { $day }.
feed-make = Hacer la dirección
feed-renew = Hacer otra (la anterior deja de servir)
feed-end = Quitar la dirección
