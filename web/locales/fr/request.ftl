## Demandes, offres, agenda et liens.

request = Demande
request-open = Choisissez à qui proposer
request-offered = En attente d’une réponse
request-booked = Tout est réservé
request-cancelled = Demande annulée
request-cancel = Annuler la demande
request-cancel-sure = Annuler la demande ?
request-cancel-yes = Oui, annuler
request-cancel-no = Non, la garder
clock-of = heure de { $place }
timeline = Où l’on en est
step-sent = Demande envoyée
step-offered = Travail proposé
step-accepted = Accepté
step-declined = Refusé
step-already_taken = A accepté quand c’était complet
step-place_held = Salle ou équipement retenu
step-booked = Réservé
step-cancelled = Annulé
ahead-sent = Envoyer la demande
ahead-offered = Proposer le travail
ahead-accepted = Que l’on accepte
ahead-place_held = Retenir salle et équipement
ahead-booked = Ce sera réservé
candidates = Interprètes, dans l’ordre
candidates-seats = { $seats ->
    [one] Il faut une personne.
   *[other] Il faut { $seats } personnes.
  }
candidates-team = Vu la durée, on travaille en équipe.
candidates-none = Personne n’est libre pour cela. Essayez une autre heure ou retirez une condition.
candidates-offer = { $count ->
    [0] Choisissez au moins une personne
    [one] Proposer à une personne
   *[other] Proposer à { $count } personnes
  }
candidate = Interprète { $number }
candidate-time = là-bas il sera { $time }
candidate-choose = Choisir
reasons-more = Autres raisons
effect-plus = Pour :
effect-minus = Contre :
effect-excludes = Exclut :
why-not = Pourquoi quelqu’un n’apparaît-il pas ?
why-not-number = Numéro d’interprète
why-not-count = { $count ->
    [one] Une personne n’apparaît pas.
   *[other] { $count } personnes n’apparaissent pas.
  }
offer = Acceptez-vous ce travail ?
offer-when = Quand
offer-there = là-bas, à { $time } (heure de { $place })
offer-what = Quoi
offer-who = Qui le demande
offer-team = Équipe
offer-seats = { $seats ->
    [one] Vous travailleriez seul ou seule.
   *[other] Vous seriez { $seats } interprètes.
  }
offer-accept = Accepter
offer-decline = Je ne peux pas
offer-private = Les noms et le lieu se donnent ensuite, seulement si vous acceptez. Vous pouvez refuser sans dire pourquoi.
offer-accepted = C’est à vous. C’est déjà dans votre agenda.
offer-declined = Merci d’avoir prévenu.
offer-taken = Quelqu’un a accepté avant : ce travail est complet.
offer-state-open = Proposé
offer-state-accepted = Accepté
offer-state-declined = Refusé
offer-state-closed = Complet
offers-none = Pas d’offre pour le moment
offers-none-what = Dès que quelqu’un aura besoin de vos langues, l’offre paraîtra ici.
offers-more = { $count ->
    [one] Il y a une autre offre après celle-ci.
   *[other] Il y a { $count } autres offres après celle-ci.
  }
offers-recent = Offres précédentes
agenda-next = Ce qui vient
agenda-empty = Vous n’avez pas d’audience à venir
agenda-empty-interpreter = Vérifiez que vos horaires sont à jour pour recevoir des offres.
agenda-join = Entrer
agenda-people = Participants et liens
agenda-later = Ensuite
agenda-requests = Demandes ouvertes
agenda-past = Déjà terminées
agenda-ready = matériel essayé
agenda-not-ready = n’a pas encore essayé son matériel
people-prepare = Participants et liens
links = Liens à remettre
links-what = Chaque lien est pour une seule personne et sert une fois. S’il se perd, faites-en un autre : le précédent ne sert plus.
link-make = Créer un lien
link-again = Créer un autre lien
link-once = Copiez-le maintenant : il ne sera plus montré.
link-copy = Copier
link-copied = Copié
link-state-none = sans lien
link-state-unused = lien non utilisé
link-state-used = est entré avec son lien
link-state-ended = lien expiré
agenda-empty-time = Aller à mon horaire
agenda-empty-asks = Vous verrez ici chaque entretien et chaque audience dès que quelqu’un accepte d’interpréter.
agenda-empty-find = Chercher qui interprète
agenda-empty-others = Vous verrez ici les audiences de votre pays qui vous concernent, avec l’heure et si tout est prêt.
