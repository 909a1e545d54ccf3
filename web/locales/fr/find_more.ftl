## Chercher : autres modes et conditions.

find-mode-consecutive = consécutive, à tour de rôle
find-mode-simultaneous = simultanée
find-mode-sight_translation = traduction à vue de documents
find-mode-sign = en langue des signes
find-mode-tactile = tactile, pour personnes sourdaveugles
find-deaf = Interprète sourd·e, en équipe avec une personne entendante
find-organisation = De cette organisation
find-organisation-any = n’importe laquelle
request-towns-ruled-out = { $count ->
    [one] Personne d’un lieu qu’elle a écarté. Nous ne gardons pas lequel.
   *[other] Personne de { $count } lieux qu’elle a écartés. Nous ne gardons pas lesquels.
  }
