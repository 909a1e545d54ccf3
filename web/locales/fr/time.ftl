## Mes horaires, les salles et équipements, et ouvrir une audience.

time = Mes horaires
time-zone = Les heures sont celles de l’horloge de { $place }.
week = Ma semaine
week-keys = Marquez les demi-heures où vous pouvez travailler. Au clavier : flèches pour se déplacer, Maj et flèches pour en prendre plusieurs, espace pour marquer ou effacer.
week-open = disponible
week-closed = non disponible
week-by-form = Écrire les heures
week-from = de
week-to = à
week-add = Ajouter ces heures
week-take = Retirer ces heures
week-save = Enregistrer ma semaine
week-unsaved = Des changements ne sont pas enregistrés.
week-saved = Enregistré. Vous recevez désormais des offres à ces heures.
time-ahead = Prochains jours
time-blocked = réservé par vous
time-booked = audience
time-free = Libérer
time-nothing = Rien de réservé.
block-minutes = { $minutes ->
    [30] une demi-heure
    [60] 1 heure
    [120] 2 heures
    [240] 4 heures
    [480] 8 heures
    [1440] 24 heures
   *[other] { $minutes } minutes
  }
block-do = Réserver
places = Salles et équipements libres
places-country = Pays
places-venues = Salles ({ $count })
places-kits = Équipements mobiles ({ $count })
equipment-screen_large = grand écran
equipment-headsets = casques
equipment-tablet = tablette
equipment-router_two_sims = internet par deux réseaux
equipment-speakerphone = haut-parleur de table
equipment-power_bank = batterie
equipment-waiting_room = salle d’attente à part
equipment-two_exits = deux sorties
equipment-observer_room = salle d’observation
place-step-free = sans marches
place-child-friendly = adaptée aux enfants
open = Ouvrir une audience
open-what = Pour une expertise ou une audience sans interprète. S’il faut une interprétation, commencez par
open-kind = Ce qui s’ouvre
open-do = Ouvrir et créer les liens
