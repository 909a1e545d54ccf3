## La console des interprètes.

console-live = Micro ouvert
console-muted = Coupé par vous
console-waiting = Micro en attente
console-signals = Signaux
console-shortcuts = Utiliser les touches indiquées sur les boutons
ways = Entrée et sortie
ways-in = Vous entendez
ways-out = Vous parlez
ways-from = depuis : { $where }
ways-to = vers : { $where }
ways-floor = la salle
ways-turn = Changer de sens
ways-take = Prendre le micro
ways-input = Écouter depuis
ways-input-automatic = Automatique
mate = Cabine
mate-none = Vous êtes seul ou seule dans cette cabine.
mate-away = { $who } : sans connexion.
mate-active = { $who } : au micro.
mate-ready = { $who } : en attente.
mate-asks = On vous demande le relais.
mate-asked = Vous avez demandé le relais. Attendez la réponse.
mate-ask = Demander le relais
mate-accept = Accepter le relais
mate-refuse = Pas maintenant
mate-take-over = Relayer tout de suite
turn-fine = { $minutes ->
    [one] { $minutes } minute au micro.
   *[other] { $minutes } minutes au micro.
  }
turn-long = { $minutes } minutes au micro : il est bon de penser au relais.
turn-over = { $minutes } minutes au micro : c’est l’heure du relais ou d’une pause.
