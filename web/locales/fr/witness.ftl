## La page de qui dépose. Des phrases courtes, sans mots de bureau.

witness-dont-understand = Je ne comprends pas
witness-break = Je veux une pause
witness-stopped = Tout est arrêté. Personne ne vous entend ni ne vous voit. C’est vous qui décidez.
witness-resume-asked = On vous demande si vous voulez continuer. Rien ne presse.
witness-speaks = Parle : { $who }
witness-oath = Allez-vous dire la vérité ?
witness-variety = Comprenez-vous l’interprète ?
lobby = Salle d’attente
lobby-witness = Vous êtes au bon endroit
lobby-next = On vous fera entrer dans un moment. Vous n’avez rien à faire.
lobby-next-witness = Attendez ici, tranquillement. On vous dira quand cela commence. Vous pouvez arrêter quand vous voulez.
lobby-starts = { $day }, à { $time }
lobby-who = Qui sera là ?
lobby-silent = Personne ne vous entend ni ne vous voit encore.
ended-closed = L’audience est finie
ended-closed-then = Merci. Vous pouvez fermer cette page.
ended-removed = Vous n’êtes plus dans la salle
ended-removed-then = Si vous pensez que c’est une erreur, parlez à la personne qui vous a invité.
ended-taken_over = Cette audience est ouverte ailleurs
ended-taken_over-then = On ne peut être là qu’une fois. Pour continuer ici, entrez de nouveau.
ended-link_ended = Votre lien ne sert plus
ended-link_ended-then = Demandez un nouveau lien à la personne qui vous a invité.
ended-here = Continuer ici
