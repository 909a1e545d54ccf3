## What a note on a device’s screen says: nothing about anybody.

push-ring = Somebody needs an interpreter now
push-offer_made = You are asked to interpret
push-booked = Appointment confirmed
push-changed = An appointment changed
push-cancelled = An appointment was cancelled
push-reminder = You have an appointment soon
push-other = There is news at Puente
