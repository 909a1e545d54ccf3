## Ce que dit un avis sur l’écran d’un appareil : rien sur personne.

push-ring = Quelqu’un a besoin d’un interprète maintenant
push-offer_made = On vous demande d’interpréter
push-booked = Rendez-vous confirmé
push-changed = Un rendez-vous a changé
push-cancelled = Un rendez-vous est annulé
push-reminder = Vous avez bientôt un rendez-vous
push-other = Du nouveau sur Puente
