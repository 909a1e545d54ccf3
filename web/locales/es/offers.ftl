## Ofertas por turnos, guardia, llamadas y cambios de una solicitud.

nav-now = Ahora mismo
request-unmet = Nadie pudo a tiempo
request-unmet-what = Llegó la hora y no se encontró a nadie. La falta quedó anotada, sin datos de la persona, para que la región sepa dónde hacen falta intérpretes.
request-cancel-why = ¿Por qué?
request-cancel-unsaid = Prefiero no decirlo
request-cancel-not_needed = Ya no hace falta
request-cancel-not_ready = La persona no está lista o no quiere hablar
request-cancel-postponed = Será en otra fecha
request-cancel-technical = Falla la sala, el equipo o la conexión
request-cancel-mistake = Se hizo por error
request-cancel-other = Otra razón
stages = En qué va la solicitud
stage-sent = Enviada
stage-offered = Ofrecida
stage-accepted = Aceptada
stage-room = Sala
stage-ready = Lista
stage-done = hecho
step-unanswered = No contestó a tiempo
step-taken_back = Oferta retirada
step-chain_freed = La cadena no se completó: queda libre
step-escalated = Se avisó a la coordinación
step-nobody_left = Ya no queda nadie a quien preguntar
step-unmet = Nadie pudo a tiempo
step-moved = Cambió de hora
step-withdrawn = Devolvió el trabajo
step-variety_chosen = Se supo qué variedad habla
waves = A quién se pregunta
waves-what = Puede elegir a mano, o dejar que el banco pregunte por turnos, del mejor al siguiente, hasta que alguien acepte.
waves-start = Preguntar por turnos
waves-again = Volver a preguntar
waves-running = { $people ->
    [0] Turno { $wave }: nadie tiene la oferta en este momento.
    [one] Turno { $wave }: una persona tiene la oferta.
   *[other] Turno { $wave }: { $people } personas tienen la oferta.
  }
waves-next = El siguiente cambio será: { $time }.
waves-exhausted = Ya se preguntó a todas las personas posibles.
waves-exhausted-what = Pruebe otra hora, otra modalidad o un relevo, o quite una condición.
waves-escalated = La coordinación de { $country } ya está avisada y puede ayudar.
waves-answers-by = contesta hasta las { $time }
offer-take-back = Retirar la oferta
offer-heavy = Lo que será duro de oír
offer-relay = en relevo con otra cabina
offer-unseen = Sin verse
offer-unseen-what = Usted oye a la persona y no la ve; así lo pidió ella.
offer-fee = Pago
offer-fee-hour = { $amount } por hora
offer-fee-session = { $amount } en total
offer-volunteer = Trabajo voluntario
offer-answer-by = Conteste antes de
offer-withdraw = Ya no puedo ir
offer-withdrawn = Queda libre. Ya se busca a otra persona.
offer-state-expired = Sin respuesta a tiempo
offer-state-withdrawn = Devuelto
minor-under_12 = una niña o un niño menor de 12 años
minor-12_to_15 = menor, de 12 a 15 años
minor-16_to_17 = menor, de 16 o 17 años
conflicts = Antes de aceptar
conflicts-first = Conteste primero estas tres preguntas.
conflicts-private = Sus respuestas no se guardan. Si una es «sí», el trabajo se ofrece a otra persona.
conflict-same_community = ¿Podría conocer a la persona: misma comunidad, familia o círculo?
conflict-same_employer = ¿Trabaja o trabajó para la policía, una parte o un empleador de casos así?
conflict-advocate = ¿Acompaña o asesora usted a víctimas en casos así?
answer-yes = Sí
answer-no = No
undo = Deshacer
undo-send-now = Enviar ya
undo-accept = Va a aceptar este trabajo.
undo-decline = Va a decir que no puede.
undo-withdraw = Va a devolver este trabajo.
undo-in = Se envía en { $seconds } s.
decline-why = ¿Por qué? Solo si quiere decirlo.
decline-not_free = No tengo tiempo
decline-other_variety = Hablo otra variedad
decline-subject = Prefiero no tratar este tema
decline-too_short_notice = Me avisan muy tarde
decline-other = Otra razón
on-call = De guardia
on-call-until = De guardia hasta: { $time }.
on-call-off = No está de guardia: nadie la llama de improviso.
on-call-calendar = De guardia ahora, según su horario.
on-call-for = Estar de guardia
on-call-hours = { $hours } horas
on-call-begin = Empezar la guardia
on-call-end = Terminar la guardia
unanswered = { $count ->
    [one] Dejó una oferta sin contestar.
   *[other] Dejó { $count } ofertas sin contestar.
  }
unanswered-later = Por eso ahora se le pregunta después de las demás personas. Su calificación no cambia; con cualquier respuesta, también un «no puedo», vuelve a su turno.
unanswered-fine = Su turno y su calificación no cambian.
ring = Llaman: hace falta ahora mismo
ring-answer = Contestar y entrar
ring-taken = Ya está cubierto
ring-taken-what = Otra persona contestó antes. Gracias por estar ahí.
ring-close = Cerrar
now = ¿Quién puede ayudar ahora mismo?
now-what = Suena en los teléfonos de quienes están de guardia. La primera persona que conteste entra con usted.
now-language = La persona habla
now-other = y usted habla
now-label = Seudónimo de la persona
now-label-hint = Por ejemplo, W-17. Nunca su nombre.
now-minor = Edad
now-adult = adulta, o no se sabe
now-gender = Quien interprete
now-medical = Es una atención médica o psicológica
now-sound-only = Solo voz: la conexión es débil
now-do = Llamar ahora
call-ringing = { $people ->
    [0] Llamando…
    [one] Suena en un teléfono…
   *[other] Suena en { $people } teléfonos…
  }
call-ringing-what = Si nadie contesta, se llama a más personas. No cierre esta página.
call-answered = Alguien contestó y le espera.
call-enter = Entrar
call-end = Terminar la llamada
call-nobody = Nadie de guardia pudo contestar.
call-nobody-what = No es culpa suya. La coordinación está avisada y la falta quedó anotada. Puede:
call-again = Llamar otra vez
call-plan = Pedir a alguien para una hora fija
chain = Interpretación en relevo
chain-open = { $seats ->
    [one] falta una persona
   *[other] faltan { $seats } personas
  }
chain-choose = Elija a quién
chain-hold = Apartar la cadena y preguntar
chain-what = Se aparta a todas a la vez, o a ninguna. Si una dice que no, las demás esperan hasta que termine el plazo.
move = Cambiar la hora
move-who = ¿Con quién?
move-keep = Con las mismas personas: se les aparta y se les pregunta
move-anyone = Con quien esté libre
move-do = Cambiar
move-no = Dejarla como está
variety-which = ¿Qué variedad habla?
variety-open = lengua por averiguar
variety-what = Mientras no se sepa, no se pregunta a nadie: una variedad equivocada puede arruinar el caso.
variety-choose = Es esta
