## Lo que dice un aviso en la pantalla de un aparato: nada de nadie.

push-ring = Alguien necesita intérprete ahora
push-offer_made = Le piden interpretar
push-booked = Cita confirmada
push-changed = Una cita cambió
push-cancelled = Una cita se canceló
push-reminder = Tiene una cita pronto
push-other = Hay novedades en Puente
