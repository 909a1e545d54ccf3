## Find: one sentence to fill in.

find = Whom do you need?
find-someone = I am looking for someone who speaks…
find-language = this language
find-other = and this one
find-for = for
find-mode = interpretation
find-gender = preferably
find-gender-required = Only so; if there is nobody, I will wait
find-more = More conditions
find-not-from = Not from these places
find-not-from-hint = For example the witness’s town. Separate with commas. Nobody reads it: we do not keep the name.
find-case = Case reference
find-case-hint = For you alone; no names of victims.
find-do = See interpreters
setting-interview = an interview
setting-hearing = a hearing
setting-medical = medical care
setting-emergency = an emergency
gender-any = anyone
gender-woman = a woman
gender-man = a man
language-placeholder = Write it the way people say it
language-change = Change
language-change-from = Change { $language }
language-which = This name covers several varieties. Which of these is spoken?
language-none = We found no “{ $text }”. Try another name, or the place it comes from.
when = When?
when-day = day
when-hour = time
when-length = length
when-zone = by the clock of
when-minutes = { $minutes ->
    [30] half an hour
    [60] 1 hour
    [90] 1 hour and a half
    [120] 2 hours
    [180] 3 hours
    [240] 4 hours
    [360] 6 hours
   *[other] { $minutes } minutes
  }
participants = Who takes part?
participants-hint = You lead. Use pseudonyms or titles, never names of victims.
participant-role = role
participant-label = pseudonym or title
participant-language = speaks
participant-place = connects from
participant-own-device = their own device
participant-add = Add someone
participant-remove = Remove
participant-remove-who = Remove: { $who }
place-venue = room
place-kit = mobile kit
