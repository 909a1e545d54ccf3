## L'enregistrement, après l'audience.

record = Enregistrement
record-verified = Scellé et complet : les signatures concordent.
record-broken = Attention : les signatures ne concordent pas. Ne l’utilisez pas comme preuve sans l’examiner.
record-position = Moment de l’enregistrement
record-play = Écouter
record-pause = Pause
record-back = 10 s en arrière
record-forward = 10 s en avant
record-link = Copier le lien vers ce moment
span-recorded = enregistré
span-off_record = non enregistré
span-gap = interruption
span-stopped = arrêtée par la personne qui dépose
record-too-early = L’enregistrement sera ici une fois l’audience close.
record-to-agenda = Aller à l’agenda
