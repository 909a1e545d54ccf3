## La permanence d’une organisation : qui elle envoie à chaque audience, et qui est de service.

nav-desk = Permanence
desk = Permanence
desk-of = { $count ->
    [one] { $name } : une personne interprète.
   *[other] { $name } : { $count } personnes interprètent.
  }
desk-slots = À attribuer
desk-slots-none = Rien n’attend. Quand un pays demande quelqu’un, cela apparaît ici.
desk-slots-done = { $count ->
    [one] Une réglée
   *[other] { $count } réglées
  }
desk-minutes = { $minutes } minutes
desk-asked-by = Demandé par : { $country }.
desk-who-fits = Voir qui peut
desk-looking = Recherche…
desk-on-duty = de service à cette heure
desk-off-duty = libre, pas de service à cette heure
desk-assign = Attribuer
desk-assigned = { $name } va à cette audience.
desk-nobody = Personne chez vous n’est libre à cette heure.
desk-decline = Nous n’avons personne
desk-declined = On a signalé qu’il n’y a personne.
desk-state-open = à attribuer
desk-state-assigned = { $name } y va
desk-state-declined = il n’y avait personne
desk-state-closed = plus nécessaire
desk-roster = Qui est de service
desk-week-before = Semaine précédente
desk-week-after = Semaine suivante
desk-copy = Copier cette semaine sur la suivante
desk-copied = { $left ->
    [0] { $made } services copiés.
   *[other] { $made } services copiés ; { $left } non, car la personne en a déjà un.
  }
desk-person = Personne
desk-person-choose = Choisissez
desk-people-none = Personne n’interprète encore pour cette organisation.
desk-shift-add = Ajouter un service
desk-shift-do = Ajouter
desk-shift-kept = Le service est noté.
desk-shift-gone = Le service est retiré.
desk-shift-take = Retirer le service de { $name }, { $day }, { $from }–{ $to }
desk-from = dès
desk-hours = durée
desk-hours-long = { $hours } heures
organisations = Organisations qui peuvent envoyer quelqu’un
organisations-what = L’organisation choisit qui elle envoie ; vous voyez la place, pas les personnes.
organisations-people = { $count ->
    [one] une de ses personnes convient
   *[other] { $count } de ses personnes conviennent
  }
organisations-ask = Demander à l’organisation
organisations-open = en attente de sa réponse
organisations-assigned = quelqu’un est désigné
organisations-declined = n’a personne
organisations-closed = ce n’est plus nécessaire
