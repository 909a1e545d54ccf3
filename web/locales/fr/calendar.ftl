## Horaires par travail, exceptions, rythme et autres agendas.

layers = Mes horaires
layer-add = Un autre horaire
layer-drop = Supprimer cet horaire
layer-new = Horaire { $number }
layer-unnamed = Mon horaire
layer-name = Nom, par exemple le tribunal ou la garde
layer-often = Se répète
layer-every = { $weeks ->
    [1] chaque semaine
    [2] une semaine sur deux
   *[other] toutes les { $weeks } semaines
  }
layer-from = À partir du (si ce n’est pas dès maintenant)
layer-until = Jusqu’au (s’il y a une fin)
layer-for = Ces heures sont pour
purpose-interview = les entretiens
purpose-hearing = les audiences
purpose-medical = médecins et psychologues
purpose-on_call = la garde, l’urgent
purpose-children = travailler avec des enfants
week-marked = Sélection : { $span }
time-extra = ouvert par vous
time-holiday = jour férié, vous ne recevez pas d’offres
time-holiday-work = jour férié, vous travaillez
time-elsewhere = occupé dans un autre agenda
time-all = Tout voir ({ $count })
time-fewer = Voir moins
exception = Changer un seul jour
extra-do = Ouvrir ces heures
pace = Mon rythme
pace-notice = Me prévenir au moins
pace-before = Temps libre avant chaque rendez-vous
pace-after = Temps libre après
pace-most = Le plus que je travaille en un jour
pace-no-most = sans limite
pace-minutes = { $minutes ->
    [0] aucun
    [60] 1 heure
    [90] une heure et demie
    [120] 2 heures
    [180] 3 heures
    [240] 4 heures
    [300] 5 heures
    [360] 6 heures
    [420] 7 heures
    [480] 8 heures
    [720] 12 heures
    [1440] un jour
    [2880] deux jours
    [10080] une semaine
   *[other] { $minutes } minutes
  }
pace-holidays = Je travaille aussi les jours fériés
pace-saved = Enregistré.
others = Mes autres agendas
others-why = Puente lit quand vous êtes pris dans un autre agenda et ne vous propose rien à ces heures. Il ne garde jamais le motif.
others-none = Il n’en lit aucun pour l’instant.
others-read = Lu le { $day } à { $clock }
others-soon = Sera lu dans quelques secondes.
others-again = Lire maintenant
others-end = Ne plus lire
others-add = Lire cet agenda
others-url = Adresse de l’agenda
others-kind = Comment il est lu
others-ics = par une adresse secrète (iCal)
others-caldav = avec utilisateur et mot de passe (CalDAV)
others-user = Utilisateur
others-password = Mot de passe
trouble-unreachable = Ce serveur est injoignable. Nous essaierons encore ; ce qui a été lu reste valable.
trouble-forbidden = Cette adresse n’est pas sur l’internet public. Demandez-en une autre à qui gère cet agenda.
trouble-refused = Ce serveur a refusé l’adresse, l’utilisateur ou le mot de passe. Retirez-le et ajoutez-le de nouveau.
trouble-gone = Il n’y a plus d’agenda à cette adresse.
trouble-no_calendar = Ce qui se trouve à cette adresse n’est pas un agenda. Cherchez « l’adresse secrète au format iCal ».
trouble-too_large = Cet agenda est trop volumineux pour être lu.
feed = Voir mes réservations sur mon téléphone
feed-why = Avec cette adresse, votre téléphone ou un autre agenda montre quand vous êtes réservé. Il dit seulement « Puente : réservé » : ni l’affaire ni le lieu.
feed-once = Copiez-la maintenant : elle n’est plus montrée ensuite. Qui la possède peut voir vos heures réservées.
feed-copy = Copier
feed-copied = Copiée
feed-since = Il y a une adresse depuis le { $day }.
feed-make = Créer l’adresse
feed-renew = En créer une autre (l’ancienne ne sert plus)
feed-end = Supprimer l’adresse
