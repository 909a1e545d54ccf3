## La salle, pour tous les rôles.

room = Audience
room-connecting = On entre…
room-unreachable = Pas de connexion. Nous continuons d’essayer.
room-coming-back = La connexion a été coupée. Nous revenons ; vous n’avez rien à faire.
room-sound-blocked = Le navigateur ne laisse pas encore entendre la salle.
room-sound-start = Entendre la salle
room-media-elsewhere = Votre son et votre image passent maintenant par un autre appareil.
room-media-bring = Les ramener sur cet appareil
room-not-sent = L’envoi n’a pas réussi. Réessayez quand la connexion reviendra.
room-refusal-seen = Compris

edge = État de l’audience
edge-record-on = On enregistre
edge-record-off = On n’enregistre pas
edge-record-unknown = On ne sait pas si l’on enregistre
edge-hear = Vous entendez : { $language }
edge-hear-floor = Vous entendez : la salle
edge-hear-sidebar = Vous entendez : l’échange privé
link-good = Bonne connexion
link-fair = Connexion moyenne
link-poor = Connexion faible
link-lost = Sans connexion
link-joining = Connexion en cours

faces = Personnes dans la salle
face-you = vous
face-speaks = Parle
face-interprets = Interprète vers : { $language }
face-sworn = Sous serment
face-no-picture = Sans image
document = Document montré

news-on-record = L’enregistrement a commencé.
news-off-record = On n’enregistre plus.
news-phase = Maintenant : { $phase }.
news-admitted = Vous êtes dans la salle.
news-arrived = { $who } attend pour entrer.
news-lost = { $who } a perdu la connexion.
news-returned = { $who } est de retour.
news-oath-asked = On vous demande de prêter serment.
news-resume-asked = On vous demande si vous voulez continuer.
news-handover-asked = { $who } demande le relais.
news-microphone-mine = Votre micro est ouvert.
news-microphone-other = Votre micro n’est plus ouvert.
news-direction = On interprète maintenant vers : { $language }.
news-sidebar-mine = L’échange privé a commencé.
news-sidebar-others = D’autres personnes parlent en privé.
news-sidebar-ended = L’échange privé est fini.
news-document = Un document est montré.
news-document-gone = Le document n’est plus montré.
news-signal = { $who } : { $signal }

signal-repeat = Répétez, s’il vous plaît
signal-slower = Plus lentement
signal-louder = Plus fort
signal-one_at_a_time = Un à la fois
signal-explain = Je dois expliquer quelque chose
signal-correction = Je dois corriger
signal-break = Une pause
signal-dont_understand = Je ne comprends pas

channel-ducked = Entendre aussi la salle, doucement

own-mute = Couper mon micro
own-muted = Micro coupé
own-camera-off = Éteindre ma caméra
own-camera-is-off = Caméra éteinte
own-share-screen = Montrer une fenêtre
own-share-image = Montrer une image
own-unshare = Ne plus montrer
own-no-microphone = Personne ne vous entend : il n’y a pas de micro. Branchez-en un ou autorisez-le dans le navigateur, puis rechargez la page.
own-unreadable = Ce fichier ne peut pas être montré. Choisissez une image.

oath = Serment
oath-interpreter = Jurez-vous ou promettez-vous d’interpréter fidèlement, sans rien ajouter, omettre ni changer, et de garder le secret ?
oath-testimony = Jurez-vous ou promettez-vous de dire la vérité ?
oath-swear = Oui, je le jure
oath-affirm = Oui, je le promets

variety = Vous comprenez-vous bien ?
variety-well = Bien
variety-partly = À moitié
variety-not = Non

sidebar = Échange privé
sidebar-with = Avec qui ?
sidebar-open = Parler en privé
sidebar-mine = Échange privé : seuls ses participants vous entendent.
sidebar-others = Un échange privé est en cours. Attendez un moment.
sidebar-end = Finir l’échange privé

stop = Stop
resume-asked = On vous demande si vous voulez continuer. C’est vous qui décidez.
resume-when-you-want = Tout est arrêté. C’est vous qui décidez quand continuer.
resume-yes = Oui, je veux continuer

lead = Conduite
do-admit = Faire entrer : { $who }
do-ask-oath = Demander le serment : { $who }
do-phase-preparation = Commencer la préparation
do-phase-variety_check = Passer à l’essai de la variété
do-phase-in_session = Ouvrir la séance
do-phase-read_back = Passer à la relecture
do-phase-recess = Faire une pause
do-phase-adjourned = Ajourner pour aujourd’hui
do-phase-waiting = Revenir à l’attente
do-phase-stopped = Arrêter
do-phase-closed = Clore
do-go_on_record = Commencer l’enregistrement
do-go_off_record = Arrêter l’enregistrement
do-ask_to_resume = Demander si l’on veut continuer
do-close = Clore l’audience
do-nothing = Rien en attente. L’audience suit son cours.
procedure = Procédure
observers-off-record = Les observateurs peuvent rester quand on n’enregistre pas
close-sure = Clore l’audience ?
close-what = Tout le monde sort et l’enregistrement est scellé. On ne peut plus la rouvrir.
close-yes = Oui, clore et sceller
close-no = Non, continuer
person-checked = essai fait
person-identified = identité confirmée
person-oath-asked = serment demandé
person-sworn = sous serment
person-admit = Faire entrer
person-identify = Confirmer l’identité
person-ask-oath = Demander le serment
person-more = Plus
person-remove = Faire sortir de la salle
identity-document = Avec un document
identity-official = Par une autorité
identity-pseudonym = Sous pseudonyme
protection = Protéger cette personne
protection-face = Cacher son image
protection-voice = Cacher sa voix
protection-to = Seules ces personnes la voient et l’entendent sans masque
protection-do = Ordonner la protection
protection-lift = Lever la protection
booth-active = Interprète : { $who }
booth-nobody = Personne n’a le micro
booth-now = maintenant
floor-language = Langue parlée dans la salle
floor-language-speaker = Celle de qui parle

listener-silent = Vous écoutez seulement : personne ne vous entend ni ne vous voit.
listener-off-record = On n’enregistre pas : en ce moment, la salle ne s’entend ni ne se voit.
