## Requests, offers, agenda and links.

request = Request
request-open = Choose whom to offer it to
request-offered = Waiting for an answer
request-booked = Everything is booked
request-cancelled = Request cancelled
request-cancel = Cancel the request
request-cancel-sure = Cancel the request?
request-cancel-yes = Yes, cancel
request-cancel-no = No, keep it
clock-of = by the clock of { $place }
timeline = Where it stands
step-sent = Request sent
step-offered = Work offered
step-accepted = Accepted
step-declined = Declined
step-already_taken = Accepted when it was already filled
step-place_held = Room or kit held
step-booked = Booked
step-cancelled = Cancelled
ahead-sent = Send the request
ahead-offered = Offer the work
ahead-accepted = Somebody accepts
ahead-place_held = Hold room and kit
ahead-booked = It is booked
candidates = Interpreters, in order
candidates-seats = { $seats ->
    [one] One person is needed.
   *[other] { $seats } people are needed.
  }
candidates-team = Work of this length is done in a team.
candidates-none = Nobody is free for this. Try another time or drop a condition.
candidates-offer = { $count ->
    [0] Choose at least one person
    [one] Offer it to one person
   *[other] Offer it to { $count } people
  }
candidate = Interpreter { $number }
candidate-time = { $time } over there
candidate-choose = Choose
reasons-more = More reasons
effect-plus = In favour:
effect-minus = Against:
effect-excludes = Excludes:
why-not = Why is somebody missing?
why-not-number = Interpreter’s number
why-not-count = { $count ->
    [one] One person is missing.
   *[other] { $count } people are missing.
  }
offer = Will you take this work?
offer-when = When
offer-there = { $time } over there (by the clock of { $place })
offer-what = What
offer-who = Who asks
offer-team = Team
offer-seats = { $seats ->
    [one] You would work alone.
   *[other] There are { $seats } interpreters.
  }
offer-accept = Accept
offer-decline = I cannot
offer-private = Names and place are told later, only if you accept. You may say no without giving reasons.
offer-accepted = It is yours. It is in your agenda.
offer-declined = Thank you for telling us.
offer-taken = Somebody accepted before: this work is already filled.
offer-state-open = Offered
offer-state-accepted = Accepted
offer-state-declined = Declined
offer-state-closed = Already filled
offers-none = No offers for now
offers-none-what = When somebody needs your languages, the offer appears here at once.
offers-more = { $count ->
    [one] There is one more offer after this one.
   *[other] There are { $count } more offers after this one.
  }
offers-recent = Earlier offers
agenda-next = What is next
agenda-empty = You have no hearings ahead
agenda-empty-interpreter = Check that your hours are up to date, so that offers reach you.
agenda-join = Join
agenda-people = Participants and links
agenda-later = Later
agenda-requests = Open requests
agenda-past = Past
agenda-ready = device tested
agenda-not-ready = device not tested yet
people-prepare = Participants and links
links = Links to hand out
links-what = Each link is for one person and works once. If it is lost, make another: the former one stops working.
link-make = Make a link
link-again = Make another link
link-once = Copy it now: it is not shown again.
link-copy = Copy
link-copied = Copied
link-state-none = no link
link-state-unused = link not used yet
link-state-used = has come in by the link
link-state-ended = link ended
agenda-empty-time = Go to my time
agenda-empty-asks = Here you will see each interview and hearing as soon as somebody accepts to interpret.
agenda-empty-find = Find somebody to interpret
agenda-empty-others = Here you will see the hearings of your country that concern you, with the hour and whether all is ready.
