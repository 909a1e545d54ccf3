## My time, rooms and kits, and opening a hearing.

time = My time
time-zone = All times are by the clock of { $place }.
week = My week
week-keys = Mark the half hours in which you can work. By keyboard: arrows to move, Shift and arrows to span several, space to mark or clear.
week-open = available
week-closed = not available
week-by-form = Write the hours
week-from = from
week-to = to
week-add = Add these hours
week-take = Take these hours away
week-save = Save my week
week-unsaved = There are unsaved changes.
week-saved = Saved. From now on offers reach you for these hours.
time-ahead = The days ahead
time-blocked = blocked by you
time-booked = hearing
time-free = Free it
time-nothing = Nothing blocked or booked.
block-minutes = { $minutes ->
    [30] half an hour
    [60] 1 hour
    [120] 2 hours
    [240] 4 hours
    [480] 8 hours
    [1440] 24 hours
   *[other] { $minutes } minutes
  }
block-do = Block
places = Free rooms and kits
places-country = Country
places-venues = Rooms ({ $count })
places-kits = Mobile kits ({ $count })
equipment-screen_large = large screen
equipment-headsets = headsets
equipment-tablet = tablet
equipment-router_two_sims = internet over two networks
equipment-speakerphone = speakerphone
equipment-power_bank = power bank
equipment-waiting_room = separate waiting room
equipment-two_exits = two exits
equipment-observer_room = observation room
place-step-free = step-free
place-child-friendly = child-friendly
open = Open a hearing
open-what = For an expert’s testimony or a hearing without interpreter. If interpretation is needed, begin at
open-kind = What is opened
open-do = Open and make the links
