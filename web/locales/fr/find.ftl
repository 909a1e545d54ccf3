## Chercher : une phrase à compléter.

find = De qui avez-vous besoin ?
find-someone = Je cherche quelqu’un qui parle…
find-language = cette langue
find-other = et celle-ci
find-for = pour
find-mode = interprétation
find-gender = de préférence
find-gender-required = Seulement ainsi ; sinon, je préfère attendre
find-more = Autres conditions
find-not-from = Pas originaire de ces lieux
find-not-from-hint = Par exemple, le village du témoin. Séparez par des virgules. Personne ne le lit : nous ne gardons pas le nom.
find-case = Référence de l’affaire
find-case-hint = Pour vous seulement ; sans nom de victime.
find-do = Voir les interprètes
setting-interview = un entretien
setting-hearing = une audience
setting-medical = des soins médicaux
setting-emergency = une urgence
gender-any = peu importe
gender-woman = une femme
gender-man = un homme
language-placeholder = Écrivez comme les gens disent
language-change = Changer
language-change-from = Changer { $language }
language-which = Ce nom recouvre plusieurs parlers. Lequel de ceux-ci ?
language-none = Nous ne trouvons pas « { $text } ». Essayez un autre nom ou le lieu d’où vient la personne.
when = Quand ?
when-day = jour
when-hour = heure
when-length = durée
when-zone = heure de
when-minutes = { $minutes ->
    [30] une demi-heure
    [60] 1 heure
    [90] 1 heure et demie
    [120] 2 heures
    [180] 3 heures
    [240] 4 heures
    [360] 6 heures
   *[other] { $minutes } minutes
  }
participants = Qui participe ?
participants-hint = Vous dirigez. Mettez des pseudonymes ou des fonctions, jamais le nom d’une victime.
participant-role = rôle
participant-label = pseudonyme ou fonction
participant-language = parle
participant-place = se connecte depuis
participant-own-device = son propre appareil
participant-add = Ajouter quelqu’un
participant-remove = Retirer
participant-remove-who = Retirer : { $who }
place-venue = salle
place-kit = équipement mobile
