## Le profil de l’interprète, et comment les autres le voient.

nav-profile = Mon profil
profile = Mon profil
profile-loading = Un instant…
profile-known-as = Pour les autres, vous êtes l’interprète { $number } jusqu’à une réservation.
profile-organisation = Vous travaillez pour { $name }, qui vous attribue les audiences.
profile-remove = Retirer
profile-save = Enregistrer
profile-unsaved = Des changements ne sont pas enregistrés.
profile-saved = Enregistré. Dès maintenant, on vous trouve ainsi.
profile-unsaid = Je préfère ne pas le dire

vetting-none = Personne n’a encore vérifié vos papiers ; pas d’offres pour l’instant.
vetting-in_progress = Vos papiers sont en cours de vérification ; pas d’offres pour l’instant.
vetting-cleared = Papiers en règle jusqu’au { $day }.
vetting-suspended = Suspension : pas d’offres jusqu’à nouvelle décision.
vetting-expired = La vérification a pris fin le { $day } ; pas d’offres avant son renouvellement.

profile-languages = Langues
profile-languages-none = Ajoutez au moins deux langues.
profile-languages-add = Ajouter une langue ou une langue des signes
profile-class = maîtrise
profile-class-A = A, c’est ma langue
profile-class-B = B, je la parle ou la signe bien
profile-class-C = C, je la comprends
profile-level = niveau examiné
profile-level-none = sans examen
profile-attested-by = examiné par
profile-attested-at = quand

profile-services = Ce que vous interprétez
profile-services-none = Ajoutez d’abord deux langues.
profile-direction-label = De quelle langue vers laquelle
profile-direction = { $from } → { $into }
profile-both-ways = La même chose dans l’autre sens
profile-setting-interview = entretien
profile-setting-hearing = audience
profile-setting-medical = soins
profile-setting-emergency = urgence
mode-sight_translation = Traduction à vue
mode-sign = Langue des signes
mode-tactile = Signes tactiles

profile-about = À propos de vous
profile-gender = Genre
profile-gender-woman = femme
profile-gender-man = homme
profile-gender-other = autre, ou je préfère ne pas le dire
profile-age = Âge
profile-age-under_30 = moins de 30 ans
profile-age-from_30 = de 30 à 44 ans
profile-age-from_45 = de 45 à 59 ans
profile-age-from_60 = 60 ans ou plus
profile-home = Village ou communauté d’origine
profile-home-hint = Une victime peut demander quelqu’un d’ailleurs. Ce n’est pas montré.
profile-notice = Combien de temps à l’avance il faut vous prévenir
profile-notice-minutes = { $minutes ->
    [0] sans préavis
    [30] une demi-heure
    [60] 1 heure
    [120] 2 heures
    [720] 12 heures
    [1440] 1 jour
    [2880] 2 jours
    [10080] 1 semaine
   *[other] { $minutes } minutes
  }
profile-deaf = Je suis interprète Sourd·e et travaille en équipe avec une personne entendante
profile-pay = Rémunération
profile-pay-volunteer = Je travaille bénévolement
profile-pay-fee = Je suis payé·e à l’heure
profile-pay-open = On en convient à chaque fois
profile-fee = Par heure
profile-currency = Monnaie
profile-minimum = Durée minimale payée
profile-minimum-minutes = { $minutes ->
    [0] sans minimum
    [30] une demi-heure
    [60] 1 heure
    [120] 2 heures
    [180] 3 heures
   *[other] 4 heures
  }

profile-credentials = Accréditations
profile-credentials-none = Aucune pour l’instant.
profile-credential-add = Ajouter une accréditation
profile-credential-do = Ajouter
profile-credential-kept = Elle est enregistrée.
profile-credential-gone = Elle a été retirée.
profile-scheme = Nom court
profile-scheme-hint = Pays et organisme, par exemple gt-oj.
profile-issuer = Délivrée par
profile-number-label = Numéro
profile-number = n° { $number }
profile-until = Dernier jour de validité
profile-until-hint = Vide si elle n’expire pas.
profile-valid = Valable jusqu’au { $day }.
profile-expired = A expiré le { $day }.
profile-no-end = N’expire pas.
profile-document = Voir le document du { $day }
profile-document-add = Envoyer le document (PDF ou photo, 5 Mo au plus)
profile-document-replace = Remplacer le document
profile-document-kept = Le document est enregistré.

profile-trainings = Formation
profile-trainings-none = Aucune formation notée.
profile-training-add = Ajouter une formation
profile-training-do = Ajouter
profile-training = À quoi
profile-trainer = Donnée par
profile-given-label = Quand
profile-given = Le { $day }.
training-trauma_informed = Travail avec des personnes traumatisées
training-child_interview = Entretiens avec des enfants

profile-equipment = Matériel
profile-headset = J’ai un casque avec microphone
profile-wired = Mon réseau est câblé
profile-equipment-do = Je viens de vérifier
profile-equipment-checked = Vérifié le { $day }.
profile-equipment-never = Pas encore vérifié.

profile-facts = Conflits d’intérêts
profile-facts-why = Dites ici ce qui pourrait vous lier à une affaire : votre village, pour qui vous travaillez, les personnes et organisations que vous connaissez, les affaires où vous soutenez quelqu’un. Ainsi, on ne vous propose pas une affaire où vous ne devez pas interpréter.
profile-facts-how = Ce que vous écrivez devient aussitôt un code et n’est pas conservé. Personne ne peut le lire, pas même vous : il ne reste que la sorte et la date. Si une affaire apporte la même chose, on saura qu’il y a un conflit de cette sorte, et rien d’autre.
profile-facts-none = Rien de déclaré.
profile-fact-kind = Sorte
profile-fact-do = Déclarer
profile-fact-kept = Déclaré. Vos mots n’ont pas été conservés.
profile-fact-gone = Retiré.
profile-fact-declared = déclaré le { $day }
profile-fact-take = Retirer
fact-village = Village ou quartier
fact-village-label = Nom du village ou du quartier
fact-employer = Employeur
fact-employer-label = Nom de l’employeur
fact-party = Personne
fact-party-label = Nom complet
fact-organisation = Organisation
fact-organisation-label = Nom de l’organisation
fact-advocate_in_case = Affaire où je soutiens quelqu’un
fact-advocate_in_case-label = Numéro ou référence de l’affaire

interpreter-no-name = Le nom est montré dès qu’il y a une réservation.
interpreter-deaf = Interprète Sourd·e : travaille en équipe avec une personne entendante.
interpreter-slot = Appartient à { $name } ; la demande est adressée à cette organisation.
interpreter-recognised = Comment votre pays le reconnaît
interpreter-recognised-none = Votre pays ne reconnaît aucune de ses accréditations.
interpreter-voir-dire = Son admission doit être décidée avant la déposition.
interpreter-attested = { $level }, selon { $by }, { $day }
interpreter-vetting = Vérification
interpreter-decide = Décider
interpreter-decide-cleared = En règle jusqu’au…
interpreter-decide-in_progress = En cours de vérification
interpreter-decide-suspended = Suspendre
interpreter-decide-do = Enregistrer la décision
