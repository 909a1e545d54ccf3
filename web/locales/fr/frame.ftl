## Ce qui paraît sur toutes les pages.

frame-skip = Aller au contenu
frame-nav = Rubriques
frame-sign-out = Sortir
nav-agenda = Agenda
nav-find = Chercher un interprète
nav-offers = Offres
nav-time = Mes horaires
nav-open = Ouvrir une audience
nav-places = Ce qui est libre
nav-facilities = Sites et équipements
nav-statistics = Statistiques
nav-coverage = Couverture
try-again = Réessayer
failure-unreachable = Pas de connexion avec le serveur. Vérifiez votre internet et réessayez.
failure-unknown = Quelque chose n’a pas marché. Réessayez ; si cela continue, prévenez votre coordination.
zone-mexico-city = Mexico
zone-cancun = Cancún
zone-panama = Panama
zone-new-york = New York
zone-los-angeles = Los Angeles
zone-merida = Mérida
zone-bogota = Bogota
