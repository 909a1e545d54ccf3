## Solicitudes, ofertas, agenda y enlaces.

request = Solicitud
request-open = Elija a quién ofrecer
request-offered = Esperando respuesta
request-booked = Todo reservado
request-cancelled = Solicitud cancelada
request-cancel = Cancelar la solicitud
request-cancel-sure = ¿Cancelar la solicitud?
request-cancel-yes = Sí, cancelar
request-cancel-no = No, conservarla
clock-of = hora de { $place }
timeline = Cómo va
step-sent = Solicitud enviada
step-offered = Trabajo ofrecido
step-accepted = Aceptado
step-declined = Rechazado
step-already_taken = Aceptó cuando ya estaba completo
step-place_held = Sala o equipo apartado
step-booked = Reservado
step-cancelled = Cancelado
ahead-sent = Enviar la solicitud
ahead-offered = Ofrecer el trabajo
ahead-accepted = Que acepten
ahead-place_held = Apartar sala y equipo
ahead-booked = Queda reservado
candidates = Intérpretes, en orden
candidates-seats = { $seats ->
    [one] Hace falta una persona.
   *[other] Hacen falta { $seats } personas.
  }
candidates-team = Por la duración se trabaja en equipo.
candidates-none = Nadie está libre para eso. Pruebe otra hora o quite una condición.
candidates-offer = { $count ->
    [0] Elija al menos una persona
    [one] Ofrecer a una persona
   *[other] Ofrecer a { $count } personas
  }
candidate = Intérprete { $number }
candidate-time = allá serán las { $time }
candidate-choose = Elegir
reasons-more = Más razones
effect-plus = A favor:
effect-minus = En contra:
effect-excludes = Excluye:
why-not = ¿Por qué no aparece alguien?
why-not-number = Número de intérprete
why-not-count = { $count ->
    [one] Una persona no aparece.
   *[other] { $count } personas no aparecen.
  }
offer = ¿Acepta este trabajo?
offer-when = Cuándo
offer-there = allá, las { $time } (hora de { $place })
offer-what = Qué
offer-who = Quién lo pide
offer-team = Equipo
offer-seats = { $seats ->
    [one] Trabajaría a solas.
   *[other] Son { $seats } intérpretes.
  }
offer-accept = Aceptar
offer-decline = No puedo
offer-private = Los nombres y el lugar se conocen después, solo si acepta. Puede decir que no sin dar razones.
offer-accepted = Es suyo. Ya está en su agenda.
offer-declined = Gracias por avisar.
offer-taken = Alguien aceptó antes: este trabajo ya está completo.
offer-state-open = Ofrecido
offer-state-accepted = Aceptado
offer-state-declined = Rechazado
offer-state-closed = Ya completo
offers-none = No hay ofertas por ahora
offers-none-what = Cuando alguien necesite sus idiomas, la oferta aparecerá aquí al momento.
offers-more = { $count ->
    [one] Hay otra oferta después de esta.
   *[other] Hay { $count } ofertas más después de esta.
  }
offers-recent = Ofertas anteriores
agenda-next = Lo que sigue
agenda-empty = No tiene audiencias próximas
agenda-empty-interpreter = Revise que su horario esté al día para recibir ofertas.
agenda-join = Entrar
agenda-people = Participantes y enlaces
agenda-later = Después
agenda-requests = Solicitudes abiertas
agenda-past = Ya terminadas
agenda-ready = equipo probado
agenda-not-ready = aún no prueba su equipo
people-prepare = Participantes y enlaces
links = Enlaces para entregar
links-what = Cada enlace es para una sola persona y sirve una vez. Si se pierde, haga otro: el anterior deja de servir.
link-make = Crear enlace
link-again = Crear otro enlace
link-once = Cópielo ahora: no se muestra otra vez.
link-copy = Copiar
link-copied = Copiado
link-state-none = sin enlace
link-state-unused = enlace sin usar
link-state-used = ya entró con su enlace
link-state-ended = enlace vencido
agenda-empty-time = Ir a mi horario
agenda-empty-asks = Aquí verá cada entrevista y cada audiencia en cuanto alguien acepte interpretar.
agenda-empty-find = Buscar a quien interprete
agenda-empty-others = Aquí verá las audiencias de su país que le toquen, con la hora y si todo está listo.
