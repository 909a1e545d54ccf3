## Le plan d’un dossier : toutes les auditions à la fois, dans une semaine qu’on déplace à la main.

nav-cases = Dossiers
cases = Plans de dossiers
cases-none = Aucun pour l’instant. Un plan règle d’un coup toutes les auditions d’un dossier : salles, équipements et interprètes.
case-loading = Ouverture…
case-new = Planifier un dossier
case-new-lead = Dites quand et où l’on peut entendre les personnes. Inscrivez ensuite les victimes, par leur pseudonyme seulement, et Puente organise toute la semaine.
case-create = Continuer avec les victimes
case-cancel = Annuler
case-from-to = du { $from } au { $to }
case-people = { $count ->
    [0] personne encore
    [one] une victime
   *[other] { $count } victimes
  }
case-planned = { $planned } auditions placées sur { $needed }
case-state-draft = Brouillon : personne n’a encore été sollicité
case-state-sent = Demandes envoyées
case-state-closed = Clos

case-reference = Dossier
case-reference-hint = La référence de votre service. Aucun nom de personne.
case-language = Langue de qui mène l’audition
case-when = Jours et heures
case-first = Premier jour
case-last = Dernier jour
case-from = Dès
case-to = Jusqu’à
case-rest = Repos entre deux auditions
case-weekends = Samedi et dimanche aussi
case-places = Salles et équipements utilisables
case-places-none = Choisissez d’abord le premier jour.
case-for-children = pour les enfants
case-step-free = sans marche
case-setup = Changer les jours, les heures et les salles
case-setup-save = Enregistrer les changements

case-plan = Planifier la semaine
case-replan = Replanifier en changeant le moins possible
case-afresh = Tout planifier à nouveau
case-send = { $count ->
    [0] Tout est demandé
    [one] Envoyer une demande
   *[other] Envoyer { $count } demandes
  }
case-close = Clore le plan
case-close-hint = Il est conservé et ne change plus. Les demandes suivent leur cours.
case-busy = Un instant…
case-solved = { $breaks ->
    [0] Planifié. Changements : { $changes }. Tout concorde.
   *[other] Planifié. Changements : { $changes }. Ne concorde pas : { $breaks }.
  }
case-changes = { $count ->
    [0] Rien n’a bougé
    [one] Une audition a changé
   *[other] { $count } auditions ont changé
  }
case-was = Avant : { $where }
case-is = Maintenant : { $where }
case-sent = { $called_off ->
    [0] Demandes envoyées : { $made }.
   *[other] Demandes envoyées : { $made }. Annulées : { $called_off }.
  }
case-not-sent-too_late = son heure est passée.
case-not-sent-place_taken = la salle a été prise entre-temps.
case-not-sent-interpreter_gone = l’interprète n’est plus disponible ; la demande reste ouverte.
case-not-sent-begun = l’audition a commencé.
case-not-sent-night = il ferait nuit pour quelqu’un.
case-not-sent-refused = on ne peut pas la demander ainsi.

case-timetable = La semaine
case-keys = Faites glisser une audition ou, au clavier : Entrée la prend, les flèches la déplacent d’une demi-heure ou d’une salle, Page préc. et Page suiv. d’un jour, Entrée la dépose, Échap la remet en place.
case-interview = { $victim } (n° { $number })
case-spot = { $count ->
    [0] { $day }, { $hour }, { $place }
    [one] { $day }, { $hour }, { $place }, interprète { $interpreters }
   *[other] { $day }, { $hour }, { $place }, interprètes { $interpreters }
  }
case-pinned = fixée
case-broken = { $count ->
    [one] un point ne concorde pas
   *[other] { $count } points ne concordent pas
  }
case-taken = { $name }, prise. Flèches pour déplacer, Entrée pour déposer.
case-put-back = { $name }, remise en place.
case-over = { $day } { $hour }, { $place }
case-moved = { $name } : { $where }.
case-no-place = Sans place dans le plan.

case-breaks-nothing = Tout concorde.
case-breaks = { $count ->
    [0] Tout concorde.
    [one] Un point ne concorde pas
   *[other] { $count } points ne concordent pas
  }
case-breaks-outside_hours = { $one } est hors des heures d’audition.
case-breaks-not_suited = { $one } : l’interprète { $interpreter } ne peut pas interpréter pour elle.
case-breaks-interpreter_busy = { $one } : l’interprète { $interpreter } n’est pas libre à cette heure.
case-breaks-interpreter_twice = { $one } et { $other } : l’interprète { $interpreter } aurait les deux, ou aucun repos entre elles.
case-breaks-too_much_work = { $one } : trop de travail en un jour pour l’interprète { $interpreter }.
case-breaks-team_size = { $one } : sa durée demande un autre nombre d’interprètes.
case-breaks-other_interpreter = { $one } et { $other } : la même personne aurait des interprètes différents.
case-breaks-family_shares = { $one } et { $other } sont d’une famille qui a demandé à ne pas partager d’interprète, et ont toutes deux { $interpreter }.
case-breaks-place_busy = { $one } : la salle est prise à cette heure.
case-breaks-place_twice = { $one } et { $other } sont dans la même salle en même temps.
case-breaks-place_not_hers = { $one } : elle ne peut pas se rendre dans cette salle.
case-breaks-not_for_children = { $one } : elle est mineure, et cette salle n’est pas pour les enfants.
case-breaks-same_day = { $one } et { $other } : deux auditions d’une personne le même jour.
case-breaks-missing = { $one } n’a pas de place dans le plan.

case-chosen-close = Fermer
case-move = Déplacer à…
case-move-do = Déplacer
case-move-hint = Ce qu’on déplace à la main reste fixe quand on replanifie.
case-pin = La fixer
case-unpin = La laisser bouger en replanifiant
case-pin-is = Fixée : replanifier ne la déplace pas.
case-place = Salle ou équipement
case-interpreter = Interprète
case-nobody-fits = Personne dans la banque ne peut interpréter pour elle ces jours-là.
case-request-open = Demande : personne n’est encore sollicité
case-request-offered = Demande : proposée à l’interprète
case-request-booked = Demande : acceptée
case-request-cancelled = Demande : annulée
case-request-unmet = Demande : personne n’a été trouvé
case-request-old = Elle a été faite pour un autre lieu ou une autre heure ; envoyez de nouveau.

case-away-title = Interprètes absents
case-away-lead = Si quelqu’un tombe malade, dites-le ici. Rien ne bouge tout seul : la semaine montre ce qui ne concorde plus, et replanifier change le moins possible.
case-away = { $interpreter } est absent du { $from } au { $to }.
case-away-from = absent du
case-away-to = au
case-away-do = Est malade
case-away-back = { $interpreter } est de retour

case-victims = { $count ->
    [0] Victimes
   *[other] Victimes ({ $count })
  }
case-victims-none = Inscrivez chacune par son pseudonyme, avec sa langue et ce qu’il lui faut.
case-victim-add = Ajouter une victime
case-victim-change = Changer
case-victim-change-who = Changer { $label }
case-victim-remove-who = Retirer { $label }
case-victim-save = Enregistrer
case-victim-label = Pseudonyme
case-victim-label-hint = Jamais son nom.
case-victim-language = Sa langue
case-victim-no-language = Choisissez sa langue.
case-victim-taken = Quelqu’un a déjà le pseudonyme { $label }.
case-victim-age = Âge
case-age-adult = Adulte
case-age-under_12 = moins de 12 ans
case-age-12_to_15 = de 12 à 15 ans
case-age-16_to_17 = 16 ou 17 ans
case-victim-interviews = Auditions
case-victim-minutes = Durée de chacune
case-victim-mode = Interprétation
case-victim-gender = Préfère
case-victim-apart = Famille
case-victim-apart-hint = Celles qui ont ici le même mot ne partagent pas d’interprète.
case-victim-unseen = L’interprète l’entend et ne la voit pas
case-victim-step-free = Doit pouvoir venir sans marche
case-victim-other = Comprend aussi
case-victim-understands = Comprend aussi { $language }
case-victim-forget = Retirer { $language }
case-victim-times = { $count ->
    [one] une audition de { $minutes } minutes
   *[other] { $count } auditions de { $minutes } minutes
  }
case-victim-fits = { $count ->
    [0] personne dans la banque ne peut ces jours-là
    [one] un interprète peut
   *[other] { $count } interprètes peuvent
  }
case-wishes-woman = préfère une femme
case-wishes-man = préfère un homme
case-family = famille { $word }, sans partager d’interprète
