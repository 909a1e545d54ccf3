## Palabras de la audiencia que usan varias páginas: papeles, fases, modos.

role-interviewer = Quien entrevista
role-presiding = Juez o jueza
role-clerk = Secretaría
role-interpreter = Intérprete
role-witness = Testigo
role-expert = Perito o perita
role-counsel = Defensa
role-prosecutor = Fiscalía
role-victims_counsel = Abogacía de la víctima
role-accused = Persona acusada
role-support_person = Acompañante
role-guardian = Tutela
role-intermediary = Intermediación
role-observer = Quien observa
role-technician = Personal técnico
role-executing_official = Autoridad que ejecuta

phase-waiting = En espera
phase-preparation = Preparación
phase-variety_check = Prueba de variedad
phase-in_session = En sesión
phase-read_back = Lectura
phase-recess = Receso
phase-stopped = Detenida
phase-adjourned = Suspendida
phase-closed = Cerrada

mode-consecutive = Consecutiva
mode-simultaneous = Simultánea

kind-interview = Entrevista
kind-hearing = Audiencia
kind-expert_testimony = Peritaje
kind-on_demand_call = Llamada inmediata
kind-test = Prueba

state-expected = Aún no llega
state-lobby = En la sala de espera
state-admitted = En la sala
state-left = Salió
state-lost = Perdió la conexión
state-removed = Fuera de la sala

minutes = Acta
channel = ¿Qué quiere oír?
channel-floor = La sala
people = Personas
ended-record = Ver la grabación
ended-home = Ir al inicio
