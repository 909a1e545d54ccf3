## Offres par tours, garde, appels et changements d’une demande.

nav-now = Tout de suite
request-unmet = Personne n’a pu à temps
request-unmet-what = L’heure est venue et personne n’a été trouvé. Le manque est noté, sans rien sur la personne, pour que la région sache où il manque des interprètes.
request-cancel-why = Pourquoi ?
request-cancel-unsaid = Je préfère ne pas le dire
request-cancel-not_needed = Ce n’est plus nécessaire
request-cancel-not_ready = La personne n’est pas prête ou ne veut pas parler
request-cancel-postponed = Ce sera un autre jour
request-cancel-technical = La salle, l’équipement ou la ligne fait défaut
request-cancel-mistake = Faite par erreur
request-cancel-other = Une autre raison
stages = Où en est la demande
stage-sent = Envoyée
stage-offered = Proposée
stage-accepted = Acceptée
stage-room = Salle
stage-ready = Prête
stage-done = fait
step-unanswered = N’a pas répondu à temps
step-taken_back = Offre retirée
step-chain_freed = La chaîne n’est pas complète : de nouveau libre
step-escalated = La coordination est prévenue
step-nobody_left = Il ne reste personne à qui demander
step-unmet = Personne n’a pu à temps
step-moved = Déplacée
step-withdrawn = A rendu le travail
step-variety_chosen = La variété est connue
waves = À qui l’on demande
waves-what = Choisissez vous-même, ou laissez la banque demander par tours, du meilleur au suivant, jusqu’à ce que quelqu’un accepte.
waves-start = Demander par tours
waves-again = Demander de nouveau
waves-running = { $people ->
    [0] Tour { $wave } : personne n’a l’offre en ce moment.
    [one] Tour { $wave } : une personne a l’offre.
   *[other] Tour { $wave } : { $people } personnes ont l’offre.
  }
waves-next = Prochain changement : { $time }.
waves-exhausted = On a demandé à toutes les personnes possibles.
waves-exhausted-what = Essayez une autre heure, un autre mode ou un relais, ou retirez une condition.
waves-escalated = La coordination ({ $country }) est prévenue et peut aider.
waves-answers-by = répond jusqu’à { $time }
offer-take-back = Retirer l’offre
offer-heavy = Ce qui sera dur à entendre
offer-relay = en relais avec une autre cabine
offer-unseen = Sans être vue
offer-unseen-what = Vous entendez la personne sans la voir ; elle l’a demandé.
offer-fee = Rémunération
offer-fee-hour = { $amount } de l’heure
offer-fee-session = { $amount } en tout
offer-volunteer = Travail bénévole
offer-answer-by = Répondez avant
offer-withdraw = Je ne peux plus venir
offer-withdrawn = Vous êtes libre. On cherche déjà quelqu’un d’autre.
offer-state-expired = Sans réponse à temps
offer-state-withdrawn = Rendu
minor-under_12 = un enfant de moins de 12 ans
minor-12_to_15 = mineur, de 12 à 15 ans
minor-16_to_17 = mineur, 16 ou 17 ans
conflicts = Avant d’accepter
conflicts-first = Répondez d’abord à ces trois questions.
conflicts-private = Vos réponses ne sont pas conservées. Si l’une est « oui », le travail est proposé à quelqu’un d’autre.
conflict-same_community = Pourriez-vous connaître la personne : même communauté, famille ou entourage ?
conflict-same_employer = Travaillez-vous, ou avez-vous travaillé, pour la police, une partie ou un employeur dans de telles affaires ?
conflict-advocate = Accompagnez-vous ou conseillez-vous des victimes dans de telles affaires ?
answer-yes = Oui
answer-no = Non
undo = Annuler
undo-send-now = Envoyer tout de suite
undo-accept = Vous allez accepter ce travail.
undo-decline = Vous allez dire que vous ne pouvez pas.
undo-withdraw = Vous allez rendre ce travail.
undo-in = Envoi dans { $seconds } s.
decline-why = Pourquoi ? Seulement si vous voulez le dire.
decline-not_free = Je n’ai pas le temps
decline-other_variety = Je parle une autre variété
decline-subject = Je préfère ne pas traiter ce sujet
decline-too_short_notice = On me prévient trop tard
decline-other = Une autre raison
on-call = De garde
on-call-until = De garde jusqu’à : { $time }.
on-call-off = Vous n’êtes pas de garde : personne ne vous appelle à l’improviste.
on-call-calendar = De garde maintenant, selon votre horaire.
on-call-for = Être de garde
on-call-hours = { $hours } heures
on-call-begin = Commencer la garde
on-call-end = Terminer la garde
unanswered = { $count ->
    [one] Une offre est restée sans réponse.
   *[other] { $count } offres sont restées sans réponse.
  }
unanswered-later = C’est pourquoi on vous demande maintenant après les autres. Votre évaluation ne change pas ; toute réponse, même « je ne peux pas », vous remet à votre tour.
unanswered-fine = Votre tour et votre évaluation ne changent pas.
ring = On a besoin de vous tout de suite
ring-answer = Répondre et entrer
ring-taken = C’est déjà pris
ring-taken-what = Quelqu’un a répondu avant vous. Merci d’avoir été là.
ring-close = Fermer
now = Qui peut aider tout de suite ?
now-what = Cela sonne chez les personnes de garde. La première qui répond entre avec vous.
now-language = La personne parle
now-other = et vous parlez
now-label = Pseudonyme de la personne
now-label-hint = Par exemple W-17. Jamais son nom.
now-minor = Âge
now-adult = adulte, ou on ne sait pas
now-gender = L’interprète
now-medical = Ce sont des soins médicaux ou psychologiques
now-sound-only = Voix seule : la ligne est faible
now-do = Appeler maintenant
call-ringing = { $people ->
    [0] Appel en cours…
    [one] Cela sonne chez une personne…
   *[other] Cela sonne chez { $people } personnes…
  }
call-ringing-what = Si personne ne répond, on en appelle d’autres. Gardez cette page ouverte.
call-answered = Quelqu’un a répondu et vous attend.
call-enter = Entrer
call-end = Terminer l’appel
call-nobody = Personne de garde n’a pu répondre.
call-nobody-what = Ce n’est pas votre faute. La coordination est prévenue et le manque est noté. Vous pouvez :
call-again = Appeler de nouveau
call-plan = Demander quelqu’un à une heure fixe
chain = Interprétation en relais
chain-open = { $seats ->
    [one] il manque une personne
   *[other] il manque { $seats } personnes
  }
chain-choose = Choisissez quelqu’un
chain-hold = Retenir la chaîne et demander
chain-what = Toutes sont retenues à la fois, ou aucune. Si l’une refuse, les autres attendent la fin du délai.
move = Changer l’heure
move-who = Avec qui ?
move-keep = Les mêmes personnes : on les retient et on leur demande
move-anyone = Toute personne libre
move-do = Changer
move-no = La laisser telle quelle
variety-which = Quelle variété parle-t-elle ?
variety-open = langue à découvrir
variety-what = Tant qu’on ne le sait pas, on ne demande à personne : une variété erronée peut ruiner l’affaire.
variety-choose = C’est celle-ci
