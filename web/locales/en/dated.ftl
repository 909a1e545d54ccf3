## A week by its dates.

dated = Week: { $days }
dated-before = Week before
dated-after = Week after
dated-keys = Mark some hours of a day to close or open them. By keyboard: arrows move, Shift and arrows mark several, space chooses.
dated-closed = not available
dated-open = available
dated-extra = opened by you
dated-holiday = holiday
dated-elsewhere = other calendar
dated-blocked = closed by you
dated-booked = booked
dated-marked = Marked: { $span }
dated-close = Close these hours
dated-open-these = Open these hours
dated-free = Free what was closed
dated-take-back = Take back what was opened
dated-leave = Leave it
dated-other-clock = You also have hours by the clock of { $place }; those are not drawn here, but they count.
week-usual = My usual week
