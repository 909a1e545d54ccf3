## Qui convient, pourquoi pas, autres issues, chaînes, et comment un pays choisit.

match-why-ask = Demander
match-why-fits = convient à cette demande.
match-why-fits-not = ne convient pas à cette demande :
match-why-nobody = Personne dans la banque ne porte ce numéro.
match-ways = Que faire d’autre ?
match-ways-what = Trop peu de personnes conviennent à votre demande ; nous avons donc essayé d’autres issues. Aucune n’équivaut à ce que vous avez demandé.
match-way-time = À un autre moment
match-way-mode = D’une autre manière
match-way-variety = Dans une langue proche
match-way-credential = Avec le titre d’un autre pays
match-way-nobody = Nous avons essayé : il n’y a personne.
match-way-people = { $count ->
    [one] une personne
   *[other] { $count } personnes
  }
match-way-source = selon { $source }
match-way-ask = Demander ainsi
match-chains = En passant par une autre langue
match-chains-what = Une personne interprète vers la langue du milieu, une autre à partir d’elle. C’est plus long et quelque chose se perd ; les pourcentages sont des estimations pour comparer.
match-chains-none = Il n’y a pas non plus de chemin par une ou deux langues.
match-chain-loss = environ { $percent } % se perd
match-chain-whole = En tout, environ { $percent } % se perdrait
match-chain-accept = chances que tous acceptent : { $percent } %
match-chain-later = tous sont libres le { $when }
match-empty = Personne dans la banque ne travaille encore cette paire. Vous pouvez inviter des interprètes ou demander l’aide d’une autre institution.
weights = Comment ce pays choisit
weights-what = La liste des interprètes découle de ces règles, et chaque résultat dit pourquoi il est à sa place.
weights-parts = Qu’est-ce qui compte le plus ?
weights-sum-right = Le total est de 100 %.
weights-sum-wrong = Le total est de { $sum } % ; il doit être de 100 %.
weights-only = Où faut-il un titre reconnu par le pays ?
weights-only-what = Qui n’en a pas n’apparaîtra pas dans ces recherches.
weights-save = Enregistrer
weights-saved = Enregistré. Cela vaut dès la prochaine recherche.
weights-loading = Un instant…
weight-credential = Titre
weight-credential-what = reconnu par le pays
weight-variety = Maîtrise de la variété
weight-variety-what = une moitié pour chaque langue
weight-trauma_training = Formation au trauma
weight-trauma_training-what = pour accueillir des victimes
weight-continuity = Continuité
weight-continuity-what = a déjà travaillé pour cette personne ou sur cette affaire
weight-reliability = Fiabilité
weight-reliability-what = travail accepté et tenu
weight-fairness = Répartition
weight-fairness-what = d’abord qui a moins travaillé
weight-local_hour = Heure locale
weight-local_hour-what = l’heure qu’il sera pour l’interprète
