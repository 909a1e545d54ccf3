## Cobertura: a quién se puede entender y dónde.

coverage = Cobertura
coverage-what = Dónde hay salas y equipos, quién interpreta cada lengua y qué se pidió en los últimos doce meses sin que nadie pudiera.
coverage-country = país
coverage-view = Qué parte del mapa
coverage-view-isthmus = México, Centroamérica y el Caribe
coverage-view-region = Toda la región
coverage-map-is = Mapa con los centros y los equipos móviles. Todo lo que muestra está también en las tablas.
coverage-town-what = { $town }: { $rooms ->
    [0] sin salas
    [one] 1 sala
   *[other] { $rooms } salas
}, { $kits ->
    [0] sin equipos móviles
    [one] 1 equipo móvil
   *[other] { $kits } equipos móviles
}{ $unusable ->
    [0] {""}
   *[other] , { $unusable } fuera de uso
}
coverage-key-rooms = centro con salas
coverage-key-kits = equipo móvil
coverage-key-unusable = equipo fuera de uso
coverage-key-unmet = veces que no hubo nadie
coverage-gaps = Lo que se pidió y nadie pudo
coverage-gaps-none = En los últimos doce meses siempre hubo alguien.
coverage-here = intérpretes en el país
coverage-in-region = en la región
coverage-languages = Lenguas de cada país
coverage-languages-what = Las lenguas que se hablan o se signan en cada país, y si alguien del banco las interpreta. Abra un país para ver cuáles faltan.
coverage-languages-count = { $here } con intérprete en el país, { $elsewhere } solo en otro, { $nobody } sin nadie
coverage-languages-nobody = Nadie en la región
coverage-languages-elsewhere = Solo en otro país
coverage-languages-here = Con intérprete en el país
coverage-towns = Centros y equipos móviles
coverage-towns-none = Aún no hay ninguno. Quien administra el país los da de alta en «Lugares».
coverage-town = ciudad
coverage-rooms = salas
coverage-kits = equipos móviles
coverage-unusable = fuera de uso
coverage-towns-count = { $count ->
    [one] 1 ciudad
   *[other] { $count } ciudades
}
