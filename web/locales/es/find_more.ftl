## Buscar: más maneras y condiciones.

find-mode-consecutive = consecutiva, por turnos
find-mode-simultaneous = simultánea
find-mode-sight_translation = traducción a la vista de documentos
find-mode-sign = en lengua de señas
find-mode-tactile = táctil, para personas sordociegas
find-deaf = Que sea intérprete sorda o sordo, en equipo con una persona oyente
find-organisation = De esta organización
find-organisation-any = cualquiera
request-towns-ruled-out = { $count ->
    [one] Nadie de un lugar que ella descartó. No guardamos cuál.
   *[other] Nadie de { $count } lugares que ella descartó. No guardamos cuáles.
  }
