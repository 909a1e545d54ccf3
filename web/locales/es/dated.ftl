## Una semana con sus fechas.

dated = Semana: { $days }
dated-before = Semana anterior
dated-after = Semana siguiente
dated-keys = Marque unas horas de un día para apartarlas o abrirlas. Con el teclado: flechas para moverse, Mayús y flechas para abarcar varias, espacio para elegir.
dated-closed = no disponible
dated-open = disponible
dated-extra = abierto por usted
dated-holiday = feriado
dated-elsewhere = otro calendario
dated-blocked = apartado
dated-booked = reservado
dated-marked = Marcado: { $span }
dated-close = Apartar estas horas
dated-open-these = Abrir estas horas
dated-free = Liberar lo apartado
dated-take-back = Cerrar lo abierto
dated-leave = Dejarlo así
dated-other-clock = También tiene horas por el reloj de { $place }; esas no se dibujan aquí, pero cuentan.
week-usual = Mi semana de siempre
