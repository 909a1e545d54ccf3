## El plan de un caso: todas las entrevistas de una vez, en una semana que se puede mover a mano.

nav-cases = Casos
cases = Planes de casos
cases-none = Todavía no hay ninguno. Un plan reparte de una vez todas las entrevistas de un caso: salas, equipos e intérpretes.
case-loading = Abriendo…
case-new = Planear un caso
case-new-lead = Diga cuándo y dónde se puede entrevistar. Después anote a las víctimas, solo por su seudónimo, y Puente reparte toda la semana.
case-create = Seguir con las víctimas
case-cancel = Cancelar
case-from-to = del { $from } al { $to }
case-people = { $count ->
    [0] nadie todavía
    [one] una víctima
   *[other] { $count } víctimas
  }
case-planned = { $planned } de { $needed } entrevistas con lugar
case-state-draft = Borrador: aún no se ha pedido a nadie
case-state-sent = Solicitudes enviadas
case-state-closed = Cerrado

case-reference = Caso
case-reference-hint = La referencia que usa su oficina. Sin nombres de personas.
case-language = Lengua de quien entrevista
case-when = Días y horas
case-first = Primer día
case-last = Último día
case-from = Desde las
case-to = Hasta las
case-rest = Descanso entre entrevistas
case-weekends = También sábado y domingo
case-places = Salas y equipos que se pueden usar
case-places-none = Elija primero el primer día.
case-for-children = para niñas y niños
case-step-free = sin escalones
case-setup = Cambiar días, horas y salas
case-setup-save = Guardar los cambios

case-plan = Planear la semana
case-replan = Replanear cambiando lo menos posible
case-afresh = Planear todo de nuevo
case-send = { $count ->
    [0] Todo está pedido
    [one] Enviar una solicitud
   *[other] Enviar { $count } solicitudes
  }
case-close = Cerrar el plan
case-close-hint = Se guarda y ya no cambia. Las solicitudes siguen su camino.
case-busy = Un momento…
case-solved = { $breaks ->
    [0] Planeado. Cambios: { $changes }. Todo encaja.
   *[other] Planeado. Cambios: { $changes }. No encaja: { $breaks }.
  }
case-changes = { $count ->
    [0] Nada cambió de lugar
    [one] Cambió una entrevista
   *[other] Cambiaron { $count } entrevistas
  }
case-was = Antes: { $where }
case-is = Ahora: { $where }
case-sent = { $called_off ->
    [0] Solicitudes enviadas: { $made }.
   *[other] Solicitudes enviadas: { $made }. Canceladas: { $called_off }.
  }
case-not-sent-too_late = su hora ya pasó.
case-not-sent-place_taken = la sala se ocupó mientras tanto.
case-not-sent-interpreter_gone = la intérprete ya no está disponible; la solicitud queda abierta.
case-not-sent-begun = la entrevista ya empezó.
case-not-sent-night = sería de noche para alguien.
case-not-sent-refused = así no se puede pedir.

case-timetable = La semana
case-keys = Arrastre una entrevista, o con el teclado: Intro la toma, las flechas la mueven media hora o una sala, Re Pág y Av Pág un día, Intro la suelta, Esc la devuelve.
case-interview = { $victim } ({ $number }.ª)
case-spot = { $count ->
    [0] { $day }, { $hour }, { $place }
    [one] { $day }, { $hour }, { $place }, intérprete { $interpreters }
   *[other] { $day }, { $hour }, { $place }, intérpretes { $interpreters }
  }
case-pinned = fija
case-broken = { $count ->
    [one] una cosa no encaja
   *[other] { $count } cosas no encajan
  }
case-taken = { $name }, en la mano. Flechas para mover, Intro para soltar.
case-put-back = { $name }, en su lugar.
case-over = { $day } { $hour }, { $place }
case-moved = { $name }: { $where }.
case-no-place = Sin lugar en el plan.

case-breaks-nothing = Todo encaja.
case-breaks = { $count ->
    [0] Todo encaja.
    [one] Una cosa no encaja
   *[other] { $count } cosas no encajan
  }
case-breaks-outside_hours = { $one } queda fuera de las horas de entrevista.
case-breaks-not_suited = { $one }: la intérprete { $interpreter } no puede interpretar para ella.
case-breaks-interpreter_busy = { $one }: la intérprete { $interpreter } no está libre a esa hora.
case-breaks-interpreter_twice = { $one } y { $other }: la intérprete { $interpreter } tendría las dos, o sin descanso entre ellas.
case-breaks-too_much_work = { $one }: es demasiado trabajo en un día para la intérprete { $interpreter }.
case-breaks-team_size = { $one }: por su duración hace falta otro número de intérpretes.
case-breaks-other_interpreter = { $one } y { $other }: la misma persona tendría intérpretes distintas.
case-breaks-family_shares = { $one } y { $other } son de una familia que pidió no compartir intérprete, y las dos tienen a { $interpreter }.
case-breaks-place_busy = { $one }: la sala está ocupada a esa hora.
case-breaks-place_twice = { $one } y { $other } están en la misma sala a la vez.
case-breaks-place_not_hers = { $one }: no puede llegar a esa sala.
case-breaks-not_for_children = { $one }: es menor, y esa sala no es para niñas y niños.
case-breaks-same_day = { $one } y { $other}: dos entrevistas de la misma persona en un día.
case-breaks-missing = { $one } no tiene lugar en el plan.

case-chosen-close = Cerrar
case-move = Mover a…
case-move-do = Mover
case-move-hint = Lo que se mueve a mano queda fijo cuando se replanea.
case-pin = Dejarla fija
case-unpin = Que se pueda mover al replanear
case-pin-is = Está fija: al replanear no se mueve.
case-place = Sala o equipo
case-interpreter = Intérprete
case-nobody-fits = Nadie en el banco puede interpretar para ella en estos días.
case-request-open = Solicitud: nadie preguntada todavía
case-request-offered = Solicitud: ofrecida a la intérprete
case-request-booked = Solicitud: aceptada
case-request-cancelled = Solicitud: cancelada
case-request-unmet = Solicitud: no se encontró a nadie
case-request-old = Se pidió para otro lugar u hora; envíe de nuevo.

case-away-title = Intérpretes que faltan
case-away-lead = Si alguien enferma, dígalo aquí. Nada se mueve solo: la semana muestra qué deja de encajar, y al replanear cambia lo menos posible.
case-away = La { $interpreter } falta del { $from } al { $to }.
case-away-from = falta desde
case-away-to = hasta
case-away-do = Está enferma
case-away-back = La { $interpreter } volvió

case-victims = { $count ->
    [0] Víctimas
   *[other] Víctimas ({ $count })
  }
case-victims-none = Anote a cada una por su seudónimo, con su lengua y lo que necesita.
case-victim-add = Agregar a una víctima
case-victim-change = Cambiar
case-victim-change-who = Cambiar { $label }
case-victim-remove-who = Quitar a { $label }
case-victim-save = Guardar
case-victim-label = Seudónimo
case-victim-label-hint = Nunca su nombre.
case-victim-language = Su lengua
case-victim-no-language = Elija su lengua.
case-victim-taken = Ya hay alguien con el seudónimo { $label }.
case-victim-age = Edad
case-age-adult = Adulta
case-age-under_12 = menor de 12 años
case-age-12_to_15 = de 12 a 15 años
case-age-16_to_17 = de 16 o 17 años
case-victim-interviews = Entrevistas
case-victim-minutes = Duración de cada una
case-victim-mode = Interpretación
case-victim-gender = Prefiere a
case-victim-apart = Familia
case-victim-apart-hint = Quienes tengan aquí la misma palabra no comparten intérprete.
case-victim-unseen = Que la intérprete la oiga y no la vea
case-victim-step-free = Necesita llegar sin escalones
case-victim-other = También entiende
case-victim-understands = También entiende { $language }
case-victim-forget = Quitar { $language }
case-victim-times = { $count ->
    [one] una entrevista de { $minutes } minutos
   *[other] { $count } entrevistas de { $minutes } minutos
  }
case-victim-fits = { $count ->
    [0] nadie en el banco puede en estos días
    [one] una intérprete puede
   *[other] { $count } intérpretes pueden
  }
case-wishes-woman = prefiere a una mujer
case-wishes-man = prefiere a un hombre
case-family = familia { $word }, sin compartir intérprete
