## The record after the hearing.

record = Record
record-verified = Sealed and whole: the signatures match.
record-broken = Careful: the signatures do not match. Do not use it as evidence before it is examined.
record-position = Moment of the record
record-play = Play
record-pause = Pause
record-back = Back 10 s
record-forward = Forward 10 s
record-link = Copy a link to this moment
span-recorded = recorded
span-off_record = off the record
span-gap = interruption
span-stopped = stopped by the witness
record-too-early = The record will be here once the hearing is closed.
record-to-agenda = Go to the agenda
