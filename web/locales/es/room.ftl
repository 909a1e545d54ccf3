## La sala, para todos los papeles.

room = Audiencia
room-connecting = Entrando…
room-unreachable = Sin conexión. Seguimos intentando.
room-coming-back = Se cortó la conexión. Estamos volviendo; no hace falta que haga nada.
room-sound-blocked = El navegador todavía no deja sonar la sala.
room-sound-start = Oír la sala
room-media-elsewhere = Su sonido y su imagen van ahora por otro aparato.
room-media-bring = Pasarlos a este aparato
room-not-sent = No se pudo enviar. Inténtelo otra vez cuando vuelva la conexión.
room-refusal-seen = Entendido

edge = Estado de la audiencia
edge-record-on = Se está grabando
edge-record-off = No se graba
edge-record-unknown = No se sabe si se graba
edge-hear = Usted oye: { $language }
edge-hear-floor = Usted oye: la sala
edge-hear-sidebar = Usted oye: la conversación privada
link-good = Conexión buena
link-fair = Conexión regular
link-poor = Conexión débil
link-lost = Sin conexión
link-joining = Conectando

faces = Personas en la sala
face-you = usted
face-speaks = Habla
face-interprets = Interpreta al { $language }
face-sworn = Bajo juramento
face-no-picture = Sin imagen
document = Documento que se muestra

news-on-record = Empezó la grabación.
news-off-record = Ya no se graba.
news-phase = Ahora: { $phase }.
news-admitted = Ya está en la sala.
news-arrived = { $who } espera para entrar.
news-lost = { $who } perdió la conexión.
news-returned = { $who } volvió.
news-oath-asked = Le piden el juramento.
news-resume-asked = Le preguntan si quiere seguir.
news-handover-asked = { $who } pide el relevo.
news-microphone-mine = Su micrófono está abierto.
news-microphone-other = Su micrófono ya no está abierto.
news-direction = Ahora se interpreta al { $language }.
news-sidebar-mine = Empezó la conversación privada.
news-sidebar-others = Otras personas hablan en privado.
news-sidebar-ended = Terminó la conversación privada.
news-document = Se muestra un documento.
news-document-gone = Ya no se muestra el documento.
news-signal = { $who }: { $signal }

signal-repeat = Repita, por favor
signal-slower = Más despacio
signal-louder = Más fuerte
signal-one_at_a_time = Uno a la vez
signal-explain = Debo explicar algo
signal-correction = Debo corregir
signal-break = Una pausa
signal-dont_understand = No entiendo

channel-ducked = Oír también la sala, bajito

own-mute = Silenciar mi micrófono
own-muted = Micrófono silenciado
own-camera-off = Apagar mi cámara
own-camera-is-off = Cámara apagada
own-share-screen = Mostrar una ventana
own-share-image = Mostrar una imagen
own-unshare = Dejar de mostrar
own-no-microphone = Nadie le oye: no hay micrófono. Conéctelo o permita su uso en el navegador y recargue la página.
own-unreadable = Ese archivo no se puede mostrar. Elija una imagen.

oath = Juramento
oath-interpreter = ¿Jura o promete interpretar fielmente, sin añadir, omitir ni cambiar nada, y guardar secreto?
oath-testimony = ¿Jura o promete decir la verdad?
oath-swear = Sí, juro
oath-affirm = Sí, prometo

variety = ¿Se entienden bien?
variety-well = Bien
variety-partly = A medias
variety-not = No

sidebar = Conversación privada
sidebar-with = ¿Con quién?
sidebar-open = Hablar en privado
sidebar-mine = Conversación privada: solo le oyen sus participantes.
sidebar-others = Hay una conversación privada. Espere un momento.
sidebar-end = Terminar la conversación privada

stop = Alto
resume-asked = Le preguntan si quiere seguir. Usted decide.
resume-when-you-want = Todo está detenido. Usted decide cuándo seguir.
resume-yes = Sí, quiero seguir

lead = Conducción
do-admit = Admitir: { $who }
do-ask-oath = Pedir juramento: { $who }
do-phase-preparation = Empezar la preparación
do-phase-variety_check = Pasar a la prueba de variedad
do-phase-in_session = Abrir la sesión
do-phase-read_back = Pasar a la lectura
do-phase-recess = Hacer un receso
do-phase-adjourned = Suspender por hoy
do-phase-waiting = Volver a la espera
do-phase-stopped = Detener
do-phase-closed = Cerrar
do-go_on_record = Empezar a grabar
do-go_off_record = Dejar de grabar
do-ask_to_resume = Preguntar si quiere seguir
do-close = Cerrar la audiencia
do-nothing = Nada pendiente. La audiencia sigue su curso.
procedure = Procedimiento
observers-off-record = Quienes observan pueden quedarse cuando no se graba
close-sure = ¿Cerrar la audiencia?
close-what = Todas las personas salen y la grabación se sella. Ya no se puede abrir de nuevo.
close-yes = Sí, cerrar y sellar
close-no = No, seguir
person-checked = prueba hecha
person-identified = identidad confirmada
person-oath-asked = juramento pedido
person-sworn = bajo juramento
person-admit = Admitir
person-identify = Confirmar identidad
person-ask-oath = Pedir juramento
person-more = Más
person-remove = Sacar de la sala
identity-document = Con documento
identity-official = Por una autoridad
identity-pseudonym = Con seudónimo
protection = Proteger a esta persona
protection-face = Ocultar su imagen
protection-voice = Ocultar su voz
protection-to = Solo le ven y oyen sin disfraz
protection-do = Ordenar la protección
protection-lift = Levantar la protección
booth-active = Interpreta { $who }
booth-nobody = Nadie tiene el micrófono
booth-now = ahora
floor-language = Idioma que se habla en la sala
floor-language-speaker = El de quien habla

listener-silent = Usted solo escucha: nadie le oye ni le ve.
listener-off-record = No se graba: en este momento no se oye ni se ve la sala.
