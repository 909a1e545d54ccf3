## El turno de una organización: a quién manda a cada audiencia y quién está de turno.

nav-desk = Turno
desk = Turno
desk-of = { $count ->
    [one] { $name }: una persona interpreta.
   *[other] { $name }: { $count } personas interpretan.
  }
desk-slots = Por asignar
desk-slots-none = Nada espera. Cuando un país le pida a alguien, aparece aquí.
desk-slots-done = { $count ->
    [one] Una ya resuelta
   *[other] { $count } ya resueltas
  }
desk-minutes = { $minutes } minutos
desk-asked-by = Lo pide { $country }.
desk-who-fits = Ver quién puede
desk-looking = Buscando…
desk-on-duty = de turno a esa hora
desk-off-duty = libre, sin turno a esa hora
desk-assign = Asignar
desk-assigned = { $name } va a esa audiencia.
desk-nobody = Nadie de los suyos puede a esa hora.
desk-decline = No tenemos a nadie
desk-declined = Se avisó que no hay nadie.
desk-state-open = por asignar
desk-state-assigned = va { $name }
desk-state-declined = no hubo nadie
desk-state-closed = ya no hace falta
desk-roster = Quién está de turno
desk-week-before = Semana anterior
desk-week-after = Semana siguiente
desk-copy = Copiar esta semana a la siguiente
desk-copied = { $left ->
    [0] Se copiaron { $made } turnos.
   *[other] Se copiaron { $made } turnos; { $left } no, porque la persona ya tiene otro.
  }
desk-person = Persona
desk-person-choose = Elija
desk-people-none = Nadie interpreta todavía para esta organización.
desk-shift-add = Agregar un turno
desk-shift-do = Agregar
desk-shift-kept = El turno quedó anotado.
desk-shift-gone = El turno se quitó.
desk-shift-take = Quitar el turno de { $name }, { $day }, { $from }–{ $to }
desk-from = desde
desk-hours = duración
desk-hours-long = { $hours } horas
organisations = Organizaciones que pueden mandar a alguien
organisations-what = La organización elige a quién de los suyos; usted ve el turno, no a las personas.
organisations-people = { $count ->
    [one] una de sus personas encaja
   *[other] { $count } de sus personas encajan
  }
organisations-ask = Pedirle a la organización
organisations-open = esperando a que asigne
organisations-assigned = ya asignó a alguien
organisations-declined = no tiene a nadie
organisations-closed = ya no hace falta
