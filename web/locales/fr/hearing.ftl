## Les mots de l'audience qui servent à plusieurs pages : rôles, phases, modes.

role-interviewer = Personne qui mène l’entretien
role-presiding = Juge
role-clerk = Greffe
role-interpreter = Interprète
role-witness = Témoin
role-expert = Expert ou experte
role-counsel = Défense
role-prosecutor = Parquet
role-victims_counsel = Avocat ou avocate de la victime
role-accused = Personne accusée
role-support_person = Personne de confiance
role-guardian = Tutelle
role-intermediary = Intermédiaire
role-observer = Observateur ou observatrice
role-technician = Personnel technique
role-executing_official = Autorité d’exécution

phase-waiting = En attente
phase-preparation = Préparation
phase-variety_check = Essai de la variété
phase-in_session = En séance
phase-read_back = Relecture
phase-recess = Pause
phase-stopped = Arrêtée
phase-adjourned = Ajournée
phase-closed = Close

mode-consecutive = Consécutive
mode-simultaneous = Simultanée

kind-interview = Entretien
kind-hearing = Audience
kind-expert_testimony = Expertise
kind-on_demand_call = Appel immédiat
kind-test = Essai

state-expected = Pas encore là
state-lobby = En salle d’attente
state-admitted = Dans la salle
state-left = Est sorti
state-lost = A perdu la connexion
state-removed = Hors de la salle

minutes = Procès-verbal
channel = Que voulez-vous entendre ?
channel-floor = La salle
people = Personnes
ended-record = Voir l’enregistrement
ended-home = Aller à l’accueil
