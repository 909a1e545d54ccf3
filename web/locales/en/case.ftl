## The plan of a case: all interviews at once, in a week that can be changed by hand.

nav-cases = Cases
cases = Case plans
cases-none = None yet. A plan settles all interviews of a case at once: rooms, kits and interpreters.
case-loading = Opening…
case-new = Plan a case
case-new-lead = Say when and where interviews may be held. Then enter the victims, by pseudonym only, and Puente lays out the whole week.
case-create = Go on to the victims
case-cancel = Cancel
case-from-to = { $from } to { $to }
case-people = { $count ->
    [0] nobody yet
    [one] one victim
   *[other] { $count } victims
  }
case-planned = { $planned } of { $needed } interviews placed
case-state-draft = Draft: nobody has been asked yet
case-state-sent = Requests sent
case-state-closed = Closed

case-reference = Case
case-reference-hint = The reference your office uses. No names of people.
case-language = Language of the interviewer
case-when = Days and hours
case-first = First day
case-last = Last day
case-from = From
case-to = Until
case-rest = Rest between interviews
case-weekends = Saturday and Sunday, too
case-places = Rooms and kits that may be used
case-places-none = Choose the first day first.
case-for-children = for children
case-step-free = step-free
case-setup = Change days, hours and rooms
case-setup-save = Save the changes

case-plan = Plan the week
case-replan = Replan, changing as little as possible
case-afresh = Plan everything anew
case-send = { $count ->
    [0] Everything is asked for
    [one] Send one request
   *[other] Send { $count } requests
  }
case-close = Close the plan
case-close-hint = It is kept and changes no more. The requests go their own way.
case-busy = One moment…
case-solved = { $breaks ->
    [0] Planned. Changes: { $changes }. Everything fits.
   *[other] Planned. Changes: { $changes }. Does not fit: { $breaks }.
  }
case-changes = { $count ->
    [0] Nothing has moved
    [one] One interview changed
   *[other] { $count } interviews changed
  }
case-was = Before: { $where }
case-is = Now: { $where }
case-sent = { $called_off ->
    [0] Requests sent: { $made }.
   *[other] Requests sent: { $made }. Called off: { $called_off }.
  }
case-not-sent-too_late = its time has passed.
case-not-sent-place_taken = the room was taken meanwhile.
case-not-sent-interpreter_gone = the interpreter is no longer available; the request stays open.
case-not-sent-begun = the interview has begun.
case-not-sent-night = it would be night for somebody.
case-not-sent-refused = it cannot be asked for like this.

case-timetable = The week
case-keys = Drag an interview, or by keyboard: Enter takes it, arrows move it by half an hour or a room, Page Up and Page Down by a day, Enter drops it, Esc puts it back.
case-interview = { $victim } (no. { $number })
case-spot = { $count ->
    [0] { $day }, { $hour }, { $place }
    [one] { $day }, { $hour }, { $place }, interpreter { $interpreters }
   *[other] { $day }, { $hour }, { $place }, interpreters { $interpreters }
  }
case-pinned = pinned
case-broken = { $count ->
    [one] one thing does not fit
   *[other] { $count } things do not fit
  }
case-taken = { $name }, taken. Arrows to move, Enter to drop.
case-put-back = { $name }, back in its place.
case-over = { $day } { $hour }, { $place }
case-moved = { $name }: { $where }.
case-no-place = No place in the plan.

case-breaks-nothing = Everything fits.
case-breaks = { $count ->
    [0] Everything fits.
    [one] One thing does not fit
   *[other] { $count } things do not fit
  }
case-breaks-outside_hours = { $one } lies outside the interview hours.
case-breaks-not_suited = { $one }: interpreter { $interpreter } may not interpret for her.
case-breaks-interpreter_busy = { $one }: interpreter { $interpreter } is not free then.
case-breaks-interpreter_twice = { $one } and { $other }: interpreter { $interpreter } would be in both, or without rest between them.
case-breaks-too_much_work = { $one }: too much work on one day for interpreter { $interpreter }.
case-breaks-team_size = { $one }: its length asks for another number of interpreters.
case-breaks-other_interpreter = { $one } and { $other }: the same person would have different interpreters.
case-breaks-family_shares = { $one } and { $other } are of a family that asked not to share an interpreter, and both have { $interpreter }.
case-breaks-place_busy = { $one }: the room is taken then.
case-breaks-place_twice = { $one } and { $other } are in the same room at once.
case-breaks-place_not_hers = { $one }: she cannot get to that room.
case-breaks-not_for_children = { $one }: she is a minor, and that room is not for children.
case-breaks-same_day = { $one } and { $other }: two interviews of one person on one day.
case-breaks-missing = { $one } has no place in the plan.

case-chosen-close = Close
case-move = Move to…
case-move-do = Move
case-move-hint = What is moved by hand stays when the rest is replanned.
case-pin = Pin it
case-unpin = Let it move when replanning
case-pin-is = Pinned: replanning does not move it.
case-place = Room or kit
case-interpreter = Interpreter
case-nobody-fits = Nobody in the bank can interpret for her on these days.
case-request-open = Request: nobody asked yet
case-request-offered = Request: offered to the interpreter
case-request-booked = Request: accepted
case-request-cancelled = Request: cancelled
case-request-unmet = Request: nobody was found
case-request-old = It was asked for another place or hour; send again.

case-away-title = Interpreters who are away
case-away-lead = If somebody falls ill, say so here. Nothing moves by itself: the week shows what no longer fits, and replanning changes as little as possible.
case-away = { $interpreter } is away from { $from } to { $to }.
case-away-from = away from
case-away-to = to
case-away-do = Is ill
case-away-back = { $interpreter } is back

case-victims = { $count ->
    [0] Victims
   *[other] Victims ({ $count })
  }
case-victims-none = Enter each by her pseudonym, with her language and what she needs.
case-victim-add = Add a victim
case-victim-change = Change
case-victim-change-who = Change { $label }
case-victim-remove-who = Remove { $label }
case-victim-save = Save
case-victim-label = Pseudonym
case-victim-label-hint = Never her name.
case-victim-language = Her language
case-victim-no-language = Choose her language.
case-victim-taken = Somebody already has the pseudonym { $label }.
case-victim-age = Age
case-age-adult = Adult
case-age-under_12 = under 12
case-age-12_to_15 = 12 to 15
case-age-16_to_17 = 16 or 17
case-victim-interviews = Interviews
case-victim-minutes = Length of each
case-victim-mode = Interpreting
case-victim-gender = Prefers
case-victim-apart = Family
case-victim-apart-hint = Those with the same word here do not share an interpreter.
case-victim-unseen = The interpreter hears her and does not see her
case-victim-step-free = Needs to get there without steps
case-victim-other = Also understands
case-victim-understands = Also understands { $language }
case-victim-forget = Remove { $language }
case-victim-times = { $count ->
    [one] one interview of { $minutes } minutes
   *[other] { $count } interviews of { $minutes } minutes
  }
case-victim-fits = { $count ->
    [0] nobody in the bank can on these days
    [one] one interpreter can
   *[other] { $count } interpreters can
  }
case-wishes-woman = prefers a woman
case-wishes-man = prefers a man
case-family = family { $word }, no shared interpreter
