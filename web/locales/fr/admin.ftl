## L’administration d’un pays : accréditations, règles, jours fériés, variétés.

admin-people = Interprètes
admin-organisations = Organisations
people-number = Numéro d’interprète
people-look = Voir
people-import = Intégrer depuis un tableau
people-import-what = Un fichier CSV ou JSON avec une personne par ligne. Il est d’abord examiné sans rien enregistrer, et les fautes de chaque ligne sont dites. Un tableau commence ainsi :
people-table = Fichier
people-rehearsed = { $wrong ->
    [0] { $rows } lignes examinées, toutes en ordre. Rien n’est encore enregistré.
   *[other] { $rows } lignes examinées ; { $wrong } sont à corriger. Rien n’est encore enregistré.
  }
people-row = Ligne { $row }
people-take = { $count ->
    [one] Intégrer une personne
   *[other] Intégrer { $count } personnes
  }
people-taken = Personnes intégrées : { $count }. Chacune doit encore être vérifiée avant de recevoir des offres.
organisations-why = Un pouvoir judiciaire, une université ou une association peut avoir ses propres interprètes. La région demande à l’organisation, et sa permanence désigne qui y va.
organisations-none = Aucune pour l’instant. Ajoutez-en une, puis ses interprètes et qui tient sa permanence.
organisations-add = Ajouter une organisation
organisations-do = Ajouter
organisation-name = Nom
organisation-kind = Ce que c’est
organisation-court = Pouvoir judiciaire ou autorité
organisation-ngo = Organisation non gouvernementale
organisation-agency = Agence
organisation-university = Université ou académie
organisation-interpreters = { $count ->
    [0] sans interprète
    [one] un interprète
   *[other] { $count } interprètes
  }
organisation-members = Qui y travaille
organisation-empty = Personne pour l’instant. Ajoutez ses interprètes par leur numéro.
organisation-who = Numéro d’interprète ou courriel de la permanence
organisation-who-hint = La permanence a d’abord besoin d’un compte avec cette fonction.
organisation-add = Ajouter
organisation-take-out = Retirer
admin-recognition = Accréditations
admin-weights = Comment on choisit
admin-fees = Annulations
admin-holidays = Jours fériés
admin-varieties = Variétés
admin-loading = Un instant…
recognition-what = Ce que vaut chaque accréditation devant les tribunaux de votre pays, selon l’objet de l’interprétation. C’est ce qui décide qui est proposé d’abord, et à qui il faut demander sa formation avant de commencer.
recognition-empty = Votre pays ne dit encore rien d’aucune accréditation : tout le monde est proposé de la même façon. Commencez par celle de vos propres interprètes officiels.
recognition-scheme = Code d’une accréditation
recognition-scheme-hint = Comme il figure dans le profil de son titulaire, par exemple gt-oj.
recognition-add = Ajouter
recognition-none = sans valeur ici
recognition-certified = pleinement reconnue
recognition-provisional = si on l’accepte
recognition-saved = Enregistré.
recognition-names = Comment on appelle ici son titulaire
recognition-rename = Enregistrer les noms
holidays-what = Ces jours-là, les tribunaux sont fermés ({ $country }) et personne ne reçoit d’offre, sauf qui dit travailler aussi les jours fériés.
holidays-of = Jours fériés de { $year }
holidays-none = Aucun jour férié n’est noté pour cette année. Ajoutez chacun avec la loi qui le dit.
holiday-yours = noté par votre pays
holiday-correct = Corriger
holiday-remove = Retirer
holiday-add = Ajouter ou corriger un jour
holiday-day = Jour
holiday-name = Comment il s’appelle
holiday-source = Où c’est écrit
holiday-source-hint = La loi ou la décision, par exemple « Code du travail, art. 127 ».
holiday-keep = Enregistrer le jour
holiday-saved = { $day } : enregistré.
varieties-what = Une même langue se parle autrement d’un village à l’autre, et qui vient de l’un peut ne pas comprendre l’autre. Ce que vous ajoutez ici peut être cherché et demandé aussitôt.
varieties-of = Ajoutées par le pays ({ $country })
varieties-none = Aucune pour l’instant. Puente en connaît déjà beaucoup : cherchez d’abord, et ajoutez celle qui manque par les villages où on la parle.
variety-add = Ajouter une variété
variety-base = C’est une variété de
variety-places = Villages ou régions où on la parle
variety-places-hint = Le principal d’abord ; plusieurs, avec des virgules.
variety-name-es = Nom en espagnol
variety-name-en = Nom en anglais
variety-name-fr = Nom en français
variety-name-hint = Par exemple « mam de Cajolá ».
variety-names = Comment les gens l’appellent
variety-names-hint = Si elle a d’autres noms ; plusieurs, avec des virgules.
variety-do = Ajouter la variété
variety-added = { $name } : on peut maintenant la chercher et la demander.
variety-remove = Retirer
fees-what = Ce qui est dû à l’interprète quand on annule tard. Ce qui a été annulé avant un changement garde son compte.
fees-late_hours = C’est tard à moins de
fees-late_percent = et alors est dû
fees-very_late_hours = C’est très tard à moins de
fees-very_late_percent = et alors est dû
fees-no_show_percent = Si le demandeur ne se présente pas, est dû
fees-hours = heures
fees-save = Enregistrer
fees-saved = Enregistré.
