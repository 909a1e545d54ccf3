## Entrer : avec un compte ou un lien.

sign-in = Entrer
sign-in-what = Puente relie celles et ceux qui ont besoin d’un ou d’une interprète à quelqu’un qui parle leur langue.
sign-in-email = Courriel
sign-in-password = Mot de passe
sign-in-do = Entrer
sign-in-link = On vous a donné un lien ? Ouvrez-le directement ; aucun mot de passe n’est nécessaire.
enter = Bienvenue
enter-what = Touchez le bouton pour entrer. Nous essaierons d’abord votre matériel ensemble.
enter-open = Entrer
enter-once = Ce lien est pour vous seulement et sert une seule fois, sur cet appareil.
enter-failed = Demandez un nouveau lien à la personne qui vous a invité.
enter-no-token = Il manque une partie à ce lien
error-no-page = Cette page n’existe pas
