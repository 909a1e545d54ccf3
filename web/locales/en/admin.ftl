## The administration of a country: credentials, rules, holidays, varieties.

admin-people = Interpreters
admin-organisations = Organisations
people-number = Interpreter’s number
people-look = See
people-import = Take in from a table
people-import-what = A CSV or JSON file with one person per row. It is looked through first without keeping anything, and each row’s faults are named. A table begins like this:
people-table = File
people-rehearsed = { $wrong ->
    [0] { $rows } rows looked through, all in order. Nothing was kept yet.
   *[other] { $rows } rows looked through; { $wrong } have something to correct. Nothing was kept yet.
  }
people-row = Row { $row }
people-take = { $count ->
    [one] Take in one person
   *[other] Take in { $count } people
  }
people-taken = People taken in: { $count }. Each must still be vetted before getting offers.
organisations-why = A judiciary, a university or an association may have interpreters of its own. The region asks the organisation, and its duty desk assigns who goes.
organisations-none = None yet. Add one, then its interpreters and whoever keeps its duty desk.
organisations-add = Add an organisation
organisations-do = Add
organisation-name = Name
organisation-kind = What it is
organisation-court = Judiciary or authority
organisation-ngo = Non-governmental organisation
organisation-agency = Agency
organisation-university = University or academy
organisation-interpreters = { $count ->
    [0] no interpreters
    [one] one interpreter
   *[other] { $count } interpreters
  }
organisation-members = Who works for it
organisation-empty = Nobody yet. Add its interpreters by number.
organisation-who = Interpreter’s number or duty desk’s e-mail
organisation-who-hint = The duty desk needs an account with that role first.
organisation-add = Add
organisation-take-out = Remove
admin-recognition = Credentials
admin-weights = How we choose
admin-fees = Cancellations
admin-holidays = Public holidays
admin-varieties = Varieties
admin-loading = One moment…
recognition-what = What each credential is worth in your country’s courts, by what the interpreting is for. It decides who is proposed first, and who must be asked about their training before you begin.
recognition-empty = Your country does not say anything about any credential yet: everybody is proposed alike. Begin with that of your own official interpreters.
recognition-scheme = Code of a credential
recognition-scheme-hint = As it stands in its holder’s profile, for instance gt-oj.
recognition-add = Add
recognition-none = not taken here
recognition-certified = taken in full
recognition-provisional = if accepted
recognition-saved = Saved.
recognition-names = What its holder is called here
recognition-rename = Save the names
holidays-what = On these days the courts of { $country } are closed and nobody gets offers, except those who say that they work on holidays too.
holidays-of = Public holidays of { $year }
holidays-none = No holidays are written down for this year. Add each with the law that says so.
holiday-yours = written by your country
holiday-correct = Correct
holiday-remove = Remove
holiday-add = Add or correct a day
holiday-day = Day
holiday-name = What it is called
holiday-source = Where that is written
holiday-source-hint = The law or the decision, for instance “Labour Code, art. 127”.
holiday-keep = Save the day
holiday-saved = { $day }: saved.
varieties-what = One language is spoken differently from one town to the next, and somebody from one may not understand the other. What you add here can be searched and asked for at once.
varieties-of = Added by { $country }
varieties-none = None yet. Puente knows many already: search first, and add what is missing by the towns where it is spoken.
variety-add = Add a variety
variety-base = It is a variety of
variety-places = Towns or regions where it is spoken
variety-places-hint = The main one first; several, with commas.
variety-name-es = Name in Spanish
variety-name-en = Name in English
variety-name-fr = Name in French
variety-name-hint = For instance “mam de Cajolá”.
variety-names = What people call it
variety-names-hint = If it has other names; several, with commas.
variety-do = Add the variety
variety-added = { $name }: it can be searched and asked for now.
variety-remove = Remove
fees-what = What is due to the interpreter when something is cancelled late. What was cancelled before a change keeps its count.
fees-late_hours = It is late with fewer than
fees-late_percent = and then is due
fees-very_late_hours = It is very late with fewer than
fees-very_late_percent = and then is due
fees-no_show_percent = If whoever asked does not come, is due
fees-hours = hours
fees-save = Save
fees-saved = Saved.
