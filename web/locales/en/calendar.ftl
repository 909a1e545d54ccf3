## Hours by job, exceptions, pace and other calendars.

layers = My schedules
layer-add = Another schedule
layer-drop = Remove this schedule
layer-new = Schedule { $number }
layer-unnamed = My schedule
layer-name = Name, such as the court or being on call
layer-often = Repeats
layer-every = { $weeks ->
    [1] every week
    [2] every other week
   *[other] every { $weeks } weeks
  }
layer-from = From this day (if not from now)
layer-until = Until this day (if it ends)
layer-for = These hours are for
purpose-interview = interviews
purpose-hearing = hearings
purpose-medical = doctors and psychologists
purpose-on_call = on call, what is urgent
purpose-children = working with children
week-marked = Marked: { $span }
time-extra = opened by you
time-holiday = holiday, you get no offers
time-holiday-work = holiday, and you work
time-elsewhere = busy in another calendar
time-all = Show all ({ $count })
time-fewer = Show fewer
exception = Change a single day
extra-do = Open these hours
pace = My pace
pace-notice = Ask me at least this long before
pace-before = Time kept free before each booking
pace-after = Time kept free after it
pace-most = The most I work in a day
pace-no-most = no limit
pace-minutes = { $minutes ->
    [0] none
    [60] 1 hour
    [90] an hour and a half
    [120] 2 hours
    [180] 3 hours
    [240] 4 hours
    [300] 5 hours
    [360] 6 hours
    [420] 7 hours
    [480] 8 hours
    [720] 12 hours
    [1440] a day
    [2880] two days
    [10080] a week
   *[other] { $minutes } minutes
  }
pace-holidays = I work on holidays, too
pace-saved = Saved.
others = My other calendars
others-why = Puente reads when you are busy in another calendar and offers you no work then. It never keeps what with.
others-none = It reads none so far.
others-read = Read on { $day } at { $clock }
others-soon = Will be read within seconds.
others-again = Read now
others-end = Stop reading
others-add = Read this calendar
others-url = The calendar's address
others-kind = How it is read
others-ics = by a secret address (iCal)
others-caldav = with user and password (CalDAV)
others-user = User
others-password = Password
trouble-unreachable = That server could not be reached. We will try again; what was read before still counts.
trouble-forbidden = That address is not on the open internet. Ask whoever runs that calendar for another.
trouble-refused = That server did not take the address, the user or the password. Remove it and add it again.
trouble-gone = There is no calendar at that address any more.
trouble-no_calendar = What is at that address is no calendar. Look for the “secret address in iCal format”.
trouble-too_large = That calendar is too large to read.
feed = See my bookings on my phone
feed-why = With this address your phone or another calendar shows when you are booked. It only says “Puente: reserved”: neither the case nor the place.
feed-once = Copy it now: it is not shown again. Whoever has it can see the hours you are booked.
feed-copy = Copy
feed-copied = Copied
feed-since = There is an address since { $day }.
feed-make = Make the address
feed-renew = Make a new one (the old one stops working)
feed-end = Remove the address
