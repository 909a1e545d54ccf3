## Mi horario, salas y equipos, y abrir una audiencia.

time = Mi horario
time-zone = Las horas son las del reloj de { $place }.
week = Mi semana
week-keys = Marque las medias horas en que puede trabajar. Con el teclado: flechas para moverse, Mayús y flechas para abarcar varias, espacio para marcar o quitar.
week-open = disponible
week-closed = no disponible
week-by-form = Escribir las horas
week-from = de
week-to = a
week-add = Agregar estas horas
week-take = Quitar estas horas
week-save = Guardar mi semana
week-unsaved = Hay cambios sin guardar.
week-saved = Guardado. Desde ahora recibe ofertas en estas horas.
time-ahead = Próximos días
time-blocked = apartado por usted
time-booked = audiencia
time-free = Liberar
time-nothing = Nada apartado ni reservado.
block-minutes = { $minutes ->
    [30] media hora
    [60] 1 hora
    [120] 2 horas
    [240] 4 horas
    [480] 8 horas
    [1440] 24 horas
   *[other] { $minutes } minutos
  }
block-do = Apartar
places = Salas y equipos libres
places-country = País
places-venues = Salas ({ $count })
places-kits = Equipos portátiles ({ $count })
equipment-screen_large = pantalla grande
equipment-headsets = audífonos
equipment-tablet = tableta
equipment-router_two_sims = internet por dos redes
equipment-speakerphone = altavoz de mesa
equipment-power_bank = batería
equipment-waiting_room = sala de espera aparte
equipment-two_exits = dos salidas
equipment-observer_room = sala de observación
place-step-free = sin escalones
place-child-friendly = apta para niñez
open = Abrir una audiencia
open-what = Para un peritaje o una audiencia sin intérprete. Si hace falta interpretación, empiece en
open-kind = Qué se abre
open-do = Abrir y hacer los enlaces
