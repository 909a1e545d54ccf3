## Coverage: whom the region can understand, and where.

coverage = Coverage
coverage-what = Where there are rooms and kits, who interprets each language, and what was asked for in the last twelve months when nobody could.
coverage-country = country
coverage-view = Which part of the map
coverage-view-isthmus = Mexico, Central America and the Caribbean
coverage-view-region = The whole region
coverage-map-is = Map of the centres and mobile kits. Everything on it is in the tables too.
coverage-town-what = { $town }: { $rooms ->
    [0] no rooms
    [one] 1 room
   *[other] { $rooms } rooms
}, { $kits ->
    [0] no mobile kits
    [one] 1 mobile kit
   *[other] { $kits } mobile kits
}{ $unusable ->
    [0] {""}
   *[other] , { $unusable } out of use
}
coverage-key-rooms = centre with rooms
coverage-key-kits = mobile kit
coverage-key-unusable = kit out of use
coverage-key-unmet = times nobody could
coverage-gaps = Asked for, and nobody could
coverage-gaps-none = In the last twelve months there was always somebody.
coverage-here = interpreters in the country
coverage-in-region = in the region
coverage-languages = Languages of each country
coverage-languages-what = The languages spoken or signed in each country, and whether somebody in the bank interprets them. Open a country to see which are missing.
coverage-languages-count = { $here } with an interpreter in the country, { $elsewhere } only in another, { $nobody } with nobody
coverage-languages-nobody = Nobody in the region
coverage-languages-elsewhere = Only in another country
coverage-languages-here = With an interpreter in the country
coverage-towns = Centres and mobile kits
coverage-towns-none = There are none yet. Whoever administers the country adds them under “Places”.
coverage-town = town
coverage-rooms = rooms
coverage-kits = mobile kits
coverage-unusable = out of use
coverage-towns-count = { $count ->
    [one] 1 town
   *[other] { $count } towns
}
