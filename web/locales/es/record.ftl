## La grabación después de la audiencia.

record = Grabación
record-verified = Sellada y completa: las firmas coinciden.
record-broken = Cuidado: las firmas no coinciden. No la use como prueba sin revisarla.
record-position = Momento de la grabación
record-play = Reproducir
record-pause = Pausa
record-back = 10 s atrás
record-forward = 10 s adelante
record-link = Copiar enlace a este momento
span-recorded = grabado
span-off_record = no se grabó
span-gap = interrupción
span-stopped = detenida por quien declara
record-too-early = La grabación estará aquí cuando la audiencia se cierre.
record-to-agenda = Ir a la agenda
