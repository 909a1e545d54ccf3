## Couverture : qui la région peut comprendre, et où.

coverage = Couverture
coverage-what = Où il y a des salles et des équipements mobiles, qui interprète chaque langue, et ce qui a été demandé ces douze derniers mois sans que personne ne puisse.
coverage-country = pays
coverage-view = Quelle partie de la carte
coverage-view-isthmus = Mexique, Amérique centrale et Caraïbes
coverage-view-region = Toute la région
coverage-map-is = Carte des centres et des équipements mobiles. Tout ce qu’elle montre est aussi dans les tableaux.
coverage-town-what = { $town } : { $rooms ->
    [0] aucune salle
    [one] 1 salle
   *[other] { $rooms } salles
}, { $kits ->
    [0] aucun équipement mobile
    [one] 1 équipement mobile
   *[other] { $kits } équipements mobiles
}{ $unusable ->
    [0] {""}
   *[other] , { $unusable } hors d’usage
}
coverage-key-rooms = centre avec salles
coverage-key-kits = équipement mobile
coverage-key-unusable = équipement hors d’usage
coverage-key-unmet = fois où personne ne pouvait
coverage-gaps = Demandé, et personne ne pouvait
coverage-gaps-none = Ces douze derniers mois, il y a toujours eu quelqu’un.
coverage-here = interprètes dans le pays
coverage-in-region = dans la région
coverage-languages = Langues de chaque pays
coverage-languages-what = Les langues parlées ou signées dans chaque pays, et si quelqu’un de la banque les interprète. Ouvrez un pays pour voir lesquelles manquent.
coverage-languages-count = { $here } avec interprète dans le pays, { $elsewhere } seulement ailleurs, { $nobody } sans personne
coverage-languages-nobody = Personne dans la région
coverage-languages-elsewhere = Seulement dans un autre pays
coverage-languages-here = Avec interprète dans le pays
coverage-towns = Centres et équipements mobiles
coverage-towns-none = Il n’y en a pas encore. L’administration du pays les ajoute sous « Lieux ».
coverage-town = ville
coverage-rooms = salles
coverage-kits = équipements mobiles
coverage-unusable = hors d’usage
coverage-towns-count = { $count ->
    [one] 1 ville
   *[other] { $count } villes
}
