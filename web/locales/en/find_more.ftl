## Find: more modes and conditions.

find-mode-consecutive = consecutive, in turns
find-mode-simultaneous = simultaneous
find-mode-sight_translation = sight translation of documents
find-mode-sign = in sign language
find-mode-tactile = tactile, for deafblind people
find-deaf = A Deaf interpreter, in a team with a hearing one
find-organisation = From this organisation
find-organisation-any = any
request-towns-ruled-out = { $count ->
    [one] Nobody from one place that she ruled out. We do not keep which.
   *[other] Nobody from { $count } places that she ruled out. We do not keep which.
  }
