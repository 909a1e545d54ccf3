## An organisation's duty desk: whom it sends to each hearing, and who is on duty.

nav-desk = Duty desk
desk = Duty desk
desk-of = { $count ->
    [one] { $name }: one person interprets.
   *[other] { $name }: { $count } people interpret.
  }
desk-slots = To be assigned
desk-slots-none = Nothing waits. When a country asks for somebody, it shows here.
desk-slots-done = { $count ->
    [one] One is settled
   *[other] { $count } are settled
  }
desk-minutes = { $minutes } minutes
desk-asked-by = Asked by { $country }.
desk-who-fits = See who can
desk-looking = Looking…
desk-on-duty = on duty then
desk-off-duty = free, not on duty then
desk-assign = Assign
desk-assigned = { $name } goes to that hearing.
desk-nobody = None of yours can at that time.
desk-decline = We have nobody
desk-declined = They were told that there is nobody.
desk-state-open = to be assigned
desk-state-assigned = { $name } goes
desk-state-declined = there was nobody
desk-state-closed = not needed any more
desk-roster = Who is on duty
desk-week-before = Week before
desk-week-after = Week after
desk-copy = Copy this week to the next
desk-copied = { $left ->
    [0] { $made } shifts were copied.
   *[other] { $made } shifts were copied; { $left } were not, because the person has another.
  }
desk-person = Person
desk-person-choose = Choose
desk-people-none = Nobody interprets for this organisation yet.
desk-shift-add = Add a shift
desk-shift-do = Add
desk-shift-kept = The shift is noted.
desk-shift-gone = The shift was removed.
desk-shift-take = Remove the shift of { $name }, { $day }, { $from }–{ $to }
desk-from = from
desk-hours = length
desk-hours-long = { $hours } hours
organisations = Organizations that can send someone
organisations-what = The organization chooses which of its people; you see the slot, not the people.
organisations-people = { $count ->
    [one] one of its people fits
   *[other] { $count } of its people fit
  }
organisations-ask = Ask the organization
organisations-open = waiting for it to assign
organisations-assigned = someone is assigned
organisations-declined = has nobody
organisations-closed = no longer needed
