## Offers in waves, on call, calls, and changes of a request.

nav-now = Right now
request-unmet = Nobody could in time
request-unmet-what = The hour came and nobody was found. The gap is written down, without anything about the person, so that the region learns where interpreters are missing.
request-cancel-why = Why?
request-cancel-unsaid = I would rather not say
request-cancel-not_needed = It is no longer needed
request-cancel-not_ready = The person is not ready or does not want to speak
request-cancel-postponed = It will be on another day
request-cancel-technical = Room, device or line fails
request-cancel-mistake = It was made by mistake
request-cancel-other = Another reason
stages = Where the request stands
stage-sent = Sent
stage-offered = Offered
stage-accepted = Accepted
stage-room = Room
stage-ready = Ready
stage-done = done
step-unanswered = Did not answer in time
step-taken_back = Offer taken back
step-chain_freed = The chain was not completed: free again
step-escalated = The coordinators were told
step-nobody_left = Nobody is left to ask
step-unmet = Nobody could in time
step-moved = Moved to another time
step-withdrawn = Gave the work back
step-variety_chosen = The variety became known
waves = Who is asked
waves-what = Choose by hand, or let the bank ask in turns, the best first, until somebody accepts.
waves-start = Ask in turns
waves-again = Ask again
waves-running = { $people ->
    [0] Turn { $wave }: nobody has the offer at the moment.
    [one] Turn { $wave }: one person has the offer.
   *[other] Turn { $wave }: { $people } people have the offer.
  }
waves-next = The next change comes at { $time }.
waves-exhausted = Everybody possible has been asked.
waves-exhausted-what = Try another time, another mode or a relay, or drop a condition.
waves-escalated = The coordinators of { $country } have been told and can help.
waves-answers-by = answers until { $time }
offer-take-back = Take the offer back
offer-heavy = What will be hard to hear
offer-relay = in relay with another booth
offer-unseen = Unseen
offer-unseen-what = You hear the person and do not see her; she asked for it.
offer-fee = Pay
offer-fee-hour = { $amount } an hour
offer-fee-session = { $amount } in all
offer-volunteer = Volunteer work
offer-answer-by = Answer before
offer-withdraw = I cannot come after all
offer-withdrawn = You are free. Somebody else is being looked for.
offer-state-expired = Not answered in time
offer-state-withdrawn = Given back
minor-under_12 = a child under 12
minor-12_to_15 = a minor, 12 to 15
minor-16_to_17 = a minor, 16 or 17
conflicts = Before you accept
conflicts-first = Please answer these three questions first.
conflicts-private = Your answers are not kept. If one is “yes”, the work is offered to somebody else.
conflict-same_community = Could you know the person: same community, family or circle?
conflict-same_employer = Do you or did you work for police, a party or an employer in such cases?
conflict-advocate = Do you accompany or advise victims in such cases?
answer-yes = Yes
answer-no = No
undo = Undo
undo-send-now = Send now
undo-accept = You are about to accept this work.
undo-decline = You are about to say that you cannot.
undo-withdraw = You are about to give this work back.
undo-in = Sent in { $seconds } s.
decline-why = Why? Only if you want to say.
decline-not_free = I have no time
decline-other_variety = I speak another variety
decline-subject = I would rather not take this subject
decline-too_short_notice = I am told too late
decline-other = Another reason
on-call = On call
on-call-until = On call until { $time }.
on-call-off = You are not on call: nobody rings you without notice.
on-call-calendar = On call now, by your calendar.
on-call-for = Be on call for
on-call-hours = { $hours } hours
on-call-begin = Go on call
on-call-end = Go off call
unanswered = { $count ->
    [one] You left one offer unanswered.
   *[other] You left { $count } offers unanswered.
  }
unanswered-later = That is why you are now asked after the others. Your rating is unchanged; any answer, also “I cannot”, puts you back in your turn.
unanswered-fine = Your turn and your rating are unchanged.
ring = Somebody needs you right now
ring-answer = Answer and enter
ring-taken = Already taken
ring-taken-what = Somebody answered before you. Thank you for being there.
ring-close = Close
now = Who can help right now?
now-what = It rings with those who are on call. The first to answer enters with you.
now-language = The person speaks
now-other = and you speak
now-label = The person’s pseudonym
now-label-hint = For instance W-17. Never her name.
now-minor = Age
now-adult = adult, or not known
now-gender = The interpreter
now-medical = It is medical or psychological care
now-sound-only = Voice only: the line is thin
now-do = Call now
call-ringing = { $people ->
    [0] Calling…
    [one] Ringing with one person…
   *[other] Ringing with { $people } people…
  }
call-ringing-what = If nobody answers, more are rung. Keep this page open.
call-answered = Somebody has answered and waits for you.
call-enter = Enter
call-end = End the call
call-nobody = Nobody on call could answer.
call-nobody-what = It is not your fault. The coordinators have been told and the gap is written down. You can:
call-again = Call again
call-plan = Ask for somebody at a fixed time
chain = Interpreting by relay
chain-open = { $seats ->
    [one] one person is missing
   *[other] { $seats } people are missing
  }
chain-choose = Choose somebody
chain-hold = Hold the chain and ask
chain-what = All are held at once, or nobody is. If one says no, the others wait until the time is over.
move = Change the time
move-who = With whom?
move-keep = The same people: they are held and asked
move-anyone = Anyone who is free
move-do = Change it
move-no = Leave it as it is
variety-which = Which variety does she speak?
variety-open = language to be found out
variety-what = Until it is known nobody is asked: a wrong variety can ruin the case.
variety-choose = It is this one
