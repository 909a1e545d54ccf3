## Lo que aparece en todas las páginas.

frame-skip = Ir al contenido
frame-nav = Secciones
frame-sign-out = Salir
nav-agenda = Agenda
nav-find = Buscar intérprete
nav-offers = Ofertas
nav-time = Mi horario
nav-open = Abrir audiencia
nav-places = Qué está libre
nav-facilities = Sedes y equipos
nav-statistics = Estadísticas
nav-coverage = Cobertura
try-again = Intentar otra vez
failure-unreachable = No hay conexión con el servidor. Revise su internet e inténtelo otra vez.
failure-unknown = Algo no funcionó. Inténtelo otra vez; si sigue igual, avise a su coordinación.
zone-mexico-city = Ciudad de México
zone-cancun = Cancún
zone-panama = Panamá
zone-new-york = Nueva York
zone-los-angeles = Los Ángeles
zone-merida = Mérida
zone-bogota = Bogotá
