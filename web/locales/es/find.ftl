## Buscar: una frase para completar.

find = ¿A quién necesita?
find-someone = Busco a alguien que hable…
find-language = este idioma
find-other = y este
find-for = para
find-mode = interpretación
find-gender = de preferencia
find-gender-required = Solo así; si no hay, prefiero esperar
find-more = Más condiciones
find-not-from = Que no sea de estos lugares
find-not-from-hint = Por ejemplo, el pueblo de la testigo. Separe con comas. Nadie lo lee: no guardamos el nombre.
find-case = Referencia del caso
find-case-hint = Solo para usted; sin nombres de víctimas.
find-do = Ver intérpretes
setting-interview = una entrevista
setting-hearing = una audiencia
setting-medical = una atención médica
setting-emergency = una emergencia
gender-any = cualquier persona
gender-woman = mujer
gender-man = hombre
language-placeholder = Escriba como lo dice la gente
language-change = Cambiar
language-change-from = Cambiar { $language }
language-which = Ese nombre abarca varias formas. ¿Cuál de estas habla?
language-none = No encontramos «{ $text }». Pruebe con otro nombre o con el lugar de donde viene.
when = ¿Cuándo?
when-day = día
when-hour = hora
when-length = duración
when-zone = hora de
when-minutes = { $minutes ->
    [30] media hora
    [60] 1 hora
    [90] 1 hora y media
    [120] 2 horas
    [180] 3 horas
    [240] 4 horas
    [360] 6 horas
   *[other] { $minutes } minutos
  }
participants = ¿Quiénes participan?
participants-hint = Usted dirige. Ponga seudónimos o cargos, nunca nombres de víctimas.
participant-role = papel
participant-label = seudónimo o cargo
participant-language = habla
participant-place = se conecta desde
participant-own-device = su propio equipo
participant-add = Agregar a alguien
participant-remove = Quitar
participant-remove-who = Quitar: { $who }
place-venue = sala
place-kit = equipo portátil
