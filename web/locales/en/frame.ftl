## What appears on every page.

frame-skip = Skip to content
frame-nav = Sections
frame-sign-out = Sign out
nav-agenda = Agenda
nav-find = Find an interpreter
nav-offers = Offers
nav-time = My time
nav-open = Open a hearing
nav-places = What is free
nav-facilities = Facilities and kits
nav-statistics = Statistics
nav-coverage = Coverage
try-again = Try again
failure-unreachable = The server cannot be reached. Check your internet connection and try again.
failure-unknown = Something did not work. Try again; if it stays like this, tell your coordinator.
zone-mexico-city = Mexico City
zone-cancun = Cancún
zone-panama = Panama
zone-new-york = New York
zone-los-angeles = Los Angeles
zone-merida = Mérida
zone-bogota = Bogotá
