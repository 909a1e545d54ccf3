## Une semaine avec ses dates.

dated = Semaine : { $days }
dated-before = Semaine précédente
dated-after = Semaine suivante
dated-keys = Marquez des heures d’un jour pour les réserver ou les ouvrir. Au clavier : les flèches déplacent, Maj et flèches en prennent plusieurs, espace choisit.
dated-closed = non disponible
dated-open = disponible
dated-extra = ouvert par vous
dated-holiday = férié
dated-elsewhere = autre agenda
dated-blocked = réservé par vous
dated-booked = pris
dated-marked = Marqué : { $span }
dated-close = Me réserver ces heures
dated-open-these = Ouvrir ces heures
dated-free = Libérer ces heures
dated-take-back = Refermer ces heures
dated-leave = Laisser ainsi
dated-other-clock = Vous avez aussi des heures à l’horloge de { $place } ; elles ne sont pas dessinées ici, mais elles comptent.
week-usual = Ma semaine habituelle
