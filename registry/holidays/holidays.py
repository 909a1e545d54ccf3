"""Prints the holidays of the eleven countries, 2026-2030, from the rules of their laws.

holidays.csv is its output: `python3 holidays.py > holidays.csv`. README.md says what is in it and
what is not.
"""

import csv
import datetime as dt
import sys

YEARS = range(2026, 2031)
MONDAY, WEDNESDAY, THURSDAY, SATURDAY, SUNDAY = 0, 2, 3, 5, 6


def easter(year):
    """Gregorian Easter (the anonymous algorithm of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)


def days(count):
    return dt.timedelta(days=count)


def on(month, day):
    return lambda year: [dt.date(year, month, day)]


def from_easter(distance):
    return lambda year: [easter(year) + days(distance)]


def nth(n, weekday, month):
    """The n-th such weekday of a month; -1 is the last."""

    def rule(year):
        if n > 0:
            first = dt.date(year, month, 1)
            return [first + days((weekday - first.weekday()) % 7 + 7 * (n - 1))]
        last = dt.date(year + month // 12, month % 12 + 1, 1) - days(1)
        return [last - days((last.weekday() - weekday) % 7)]

    return rule


def last_monday_before(month, day):
    def rule(year):
        last = dt.date(year, month, day) - days(1)
        return [last - days(last.weekday())]

    return rule


def week_of_morazan(year):
    """Wednesday to Friday of the first full working week of October, as the decree has it."""
    first = dt.date(year, 10, 1)
    wednesday = first + days((WEDNESDAY - first.weekday()) % 7)
    return [wednesday, wednesday + days(1), wednesday + days(2)]


def and_monday_after_sunday(rule):
    def moved(year):
        return [
            day
            for first in rule(year)
            for day in [first, *([first + days(1)] if first.weekday() == SUNDAY else [])]
        ]

    return moved


def to_monday(rule, weekend_too):
    """Tuesday and Wednesday go back to Monday, Thursday and Friday on to the next one."""

    def moved(year):
        (day,) = rule(year)
        weekday = day.weekday()
        if weekday in (1, 2):
            return [day - days(weekday)]
        if weekday in (3, 4) or (weekend_too and weekday in (5, 6)):
            return [day + days(7 - weekday)]
        return [day]

    return moved


def restoration_day(year):
    """16 August, which moves unless a president takes office on it."""
    day = on(8, 16)
    return day(year) if year % 4 == 0 else to_monday(day, False)(year)


def belize_monday(rule):
    """Tuesday to Thursday go back to Monday, Friday and Sunday on to the next one."""

    def moved(year):
        (day,) = rule(year)
        weekday = day.weekday()
        if weekday in (1, 2, 3):
            return [day - days(weekday)]
        return [day + days(7 - weekday)] if weekday in (4, 6) else [day]

    return moved


def belize_sunday(rule):
    def moved(year):
        (day,) = rule(year)
        return [day + days(1)] if day.weekday() == SUNDAY else [day]

    return moved


def us_in_lieu(rule):
    """The day itself, and Friday or Monday in lieu of it."""

    def moved(year):
        (day,) = rule(year)
        lieu = {SATURDAY: -1, SUNDAY: 1}.get(day.weekday())
        return [day] if lieu is None else [day, day + days(lieu)]

    return moved


def ca_in_lieu(rule, working_days=1):
    """The day itself, and the working day after a weekend."""

    def moved(year):
        (day,) = rule(year)
        if day.weekday() < SATURDAY:
            return [day]
        return [day, day + days(6 - day.weekday() + working_days)]

    return moved


def boxing_day(year):
    christmas, day = dt.date(year, 12, 25), dt.date(year, 12, 26)
    if day.weekday() < SATURDAY and christmas.weekday() < SATURDAY:
        return [day]
    # Christmas takes the Monday, Boxing Day the Tuesday; a Monday of its own moves to Tuesday.
    if christmas.weekday() == SUNDAY:
        return [day, day + days(1)]
    if christmas.weekday() == SATURDAY:
        return [day, day + days(2)]
    return [day, day + days(2 if day.weekday() == SATURDAY else 1)]


NEW_YEAR, MAY_DAY, CHRISTMAS = on(1, 1), on(5, 1), on(12, 25)
THURSDAY_HOLY, FRIDAY_HOLY, SATURDAY_HOLY = from_easter(-3), from_easter(-2), from_easter(-1)

BZ = "Holidays Act, Cap. 289 (Belize), as amended 2021"
CA = "Canada Labour Code, R.S.C. 1985, c. L-2, ss. 166, 193"
CA_I = "Interpretation Act, R.S.C. 1985, c. I-21, s. 35"
CR = "Código de Trabajo (Costa Rica), art. 148"
DO = "Código Laboral, Ley 16-92, art. 165; Ley 139-97 (República Dominicana)"
GT = "Código de Trabajo (Guatemala), art. 127; Decreto 19-2018"
HN = "Código del Trabajo (Honduras), art. 339; Decreto 75-2014"
MX = "Ley Federal del Trabajo (México), art. 74"
NI = "Código del Trabajo, Ley 185 (Nicaragua), art. 66"
PA = "Código de Trabajo (Panamá), arts. 46 y 47; Ley 55 de 2022"
SV = "Código de Trabajo (El Salvador), art. 190"
US = "5 U.S.C. § 6103"

RULES = [
    ("BZ", "New Year's Day", belize_sunday(NEW_YEAR), BZ),
    ("BZ", "George Price Day", belize_sunday(on(1, 15)), BZ),
    ("BZ", "National Heroes and Benefactors Day", belize_monday(on(3, 9)), BZ),
    ("BZ", "Good Friday", FRIDAY_HOLY, BZ),
    ("BZ", "Holy Saturday", SATURDAY_HOLY, BZ),
    ("BZ", "Easter Monday", from_easter(1), BZ),
    ("BZ", "Labour Day", belize_sunday(MAY_DAY), BZ),
    ("BZ", "Emancipation Day", belize_monday(on(8, 1)), BZ),
    ("BZ", "Saint George's Caye Day", belize_sunday(on(9, 10)), BZ),
    ("BZ", "Independence Day", belize_sunday(on(9, 21)), BZ),
    ("BZ", "Indigenous Peoples' Resistance Day", belize_monday(on(10, 12)), BZ),
    ("BZ", "Garifuna Settlement Day", belize_sunday(on(11, 19)), BZ),
    ("BZ", "Christmas Day", belize_sunday(CHRISTMAS), BZ),
    ("BZ", "Boxing Day", belize_sunday(on(12, 26)), BZ),
    ("CA", "New Year's Day / Jour de l'An", ca_in_lieu(NEW_YEAR), CA),
    ("CA", "Good Friday / Vendredi saint", FRIDAY_HOLY, CA),
    ("CA", "Easter Monday / Lundi de Pâques", from_easter(1), CA_I),
    ("CA", "Victoria Day / Fête de Victoria", last_monday_before(5, 25), CA),
    ("CA", "Canada Day / Fête du Canada", ca_in_lieu(on(7, 1)), CA),
    ("CA", "Labour Day / Fête du Travail", nth(1, MONDAY, 9), CA),
    (
        "CA",
        "National Day for Truth and Reconciliation / "
        "Journée nationale de la vérité et de la réconciliation",
        ca_in_lieu(on(9, 30)),
        CA,
    ),
    ("CA", "Thanksgiving Day / Action de grâces", nth(2, MONDAY, 10), CA),
    ("CA", "Remembrance Day / Jour du Souvenir", ca_in_lieu(on(11, 11)), CA),
    ("CA", "Christmas Day / Noël", ca_in_lieu(CHRISTMAS), CA),
    ("CA", "Boxing Day / Lendemain de Noël", boxing_day, CA),
    ("CR", "Año Nuevo", NEW_YEAR, CR),
    ("CR", "Jueves Santo", THURSDAY_HOLY, CR),
    ("CR", "Viernes Santo", FRIDAY_HOLY, CR),
    ("CR", "Día de Juan Santamaría", on(4, 11), CR),
    ("CR", "Día del Trabajo", MAY_DAY, CR),
    ("CR", "Anexión del Partido de Nicoya", on(7, 25), CR),
    ("CR", "Día de la Virgen de los Ángeles", on(8, 2), CR),
    ("CR", "Día de la Madre", on(8, 15), CR),
    ("CR", "Día de la Persona Negra y la Cultura Afrocostarricense", on(8, 31), CR),
    ("CR", "Día de la Independencia", on(9, 15), CR),
    ("CR", "Día de la Abolición del Ejército", on(12, 1), CR),
    ("CR", "Navidad", CHRISTMAS, CR),
    ("DO", "Año Nuevo", NEW_YEAR, DO),
    ("DO", "Día de los Santos Reyes", to_monday(on(1, 6), False), DO),
    ("DO", "Día de Nuestra Señora de la Altagracia", on(1, 21), DO),
    ("DO", "Día de Duarte", to_monday(on(1, 26), False), DO),
    ("DO", "Día de la Independencia", on(2, 27), DO),
    ("DO", "Viernes Santo", FRIDAY_HOLY, DO),
    ("DO", "Día del Trabajo", to_monday(MAY_DAY, False), DO),
    ("DO", "Corpus Christi", from_easter(60), DO),
    ("DO", "Día de la Restauración", restoration_day, DO),
    ("DO", "Día de Nuestra Señora de las Mercedes", on(9, 24), DO),
    ("DO", "Día de la Constitución", to_monday(on(11, 6), False), DO),
    ("DO", "Navidad", CHRISTMAS, DO),
    ("GT", "Año Nuevo", NEW_YEAR, GT),
    ("GT", "Jueves Santo", THURSDAY_HOLY, GT),
    ("GT", "Viernes Santo", FRIDAY_HOLY, GT),
    ("GT", "Sábado Santo", SATURDAY_HOLY, GT),
    ("GT", "Día del Trabajo", MAY_DAY, GT),
    ("GT", "Día del Ejército", to_monday(on(6, 30), True), GT),
    ("GT", "Día de la Asunción", on(8, 15), GT),
    ("GT", "Día de la Independencia", on(9, 15), GT),
    ("GT", "Día de la Revolución", on(10, 20), GT),
    ("GT", "Día de Todos los Santos", on(11, 1), GT),
    ("GT", "Navidad", CHRISTMAS, GT),
    ("HN", "Año Nuevo", NEW_YEAR, HN),
    ("HN", "Jueves Santo", THURSDAY_HOLY, HN),
    ("HN", "Viernes Santo", FRIDAY_HOLY, HN),
    ("HN", "Sábado Santo", SATURDAY_HOLY, HN),
    ("HN", "Día de las Américas", on(4, 14), HN),
    ("HN", "Día del Trabajo", MAY_DAY, HN),
    ("HN", "Día de la Independencia", on(9, 15), HN),
    ("HN", "Semana Morazánica", week_of_morazan, HN),
    ("HN", "Navidad", CHRISTMAS, HN),
    ("MX", "Año Nuevo", NEW_YEAR, MX),
    ("MX", "Día de la Constitución", nth(1, MONDAY, 2), MX),
    ("MX", "Natalicio de Benito Juárez", nth(3, MONDAY, 3), MX),
    ("MX", "Día del Trabajo", MAY_DAY, MX),
    ("MX", "Día de la Independencia", on(9, 16), MX),
    ("MX", "Día de la Revolución", nth(3, MONDAY, 11), MX),
    (
        "MX",
        "Transmisión del Poder Ejecutivo Federal",
        lambda year: [dt.date(2030, 10, 1)] if year == 2030 else [],
        MX,
    ),
    ("MX", "Navidad", CHRISTMAS, MX),
    ("NI", "Año Nuevo", NEW_YEAR, NI),
    ("NI", "Jueves Santo", THURSDAY_HOLY, NI),
    ("NI", "Viernes Santo", FRIDAY_HOLY, NI),
    ("NI", "Día del Trabajo", MAY_DAY, NI),
    ("NI", "Día de la Madre", on(5, 30), NI),
    ("NI", "Día de la Revolución", on(7, 19), NI),
    ("NI", "Batalla de San Jacinto", on(9, 14), NI),
    ("NI", "Día de la Independencia", on(9, 15), NI),
    ("NI", "Inmaculada Concepción", on(12, 8), NI),
    ("NI", "Navidad", CHRISTMAS, NI),
    ("PA", "Año Nuevo", and_monday_after_sunday(NEW_YEAR), PA),
    ("PA", "Día de los Mártires", and_monday_after_sunday(on(1, 9)), PA),
    ("PA", "Martes de Carnaval", from_easter(-47), PA),
    ("PA", "Viernes Santo", FRIDAY_HOLY, PA),
    ("PA", "Día del Trabajo", and_monday_after_sunday(MAY_DAY), PA),
    ("PA", "Separación de Panamá de Colombia", and_monday_after_sunday(on(11, 3)), PA),
    ("PA", "Consolidación de la separación en Colón", and_monday_after_sunday(on(11, 5)), PA),
    ("PA", "Grito de Independencia en La Villa de Los Santos", and_monday_after_sunday(on(11, 10)), PA),
    ("PA", "Independencia de Panamá de España", and_monday_after_sunday(on(11, 28)), PA),
    ("PA", "Día de la Madre", and_monday_after_sunday(on(12, 8)), PA),
    ("PA", "Día de Duelo Nacional", and_monday_after_sunday(on(12, 20)), PA),
    ("PA", "Navidad", and_monday_after_sunday(CHRISTMAS), PA),
    ("SV", "Año Nuevo", NEW_YEAR, SV),
    ("SV", "Jueves Santo", THURSDAY_HOLY, SV),
    ("SV", "Viernes Santo", FRIDAY_HOLY, SV),
    ("SV", "Sábado Santo", SATURDAY_HOLY, SV),
    ("SV", "Día del Trabajo", MAY_DAY, SV),
    ("SV", "Día de la Madre", on(5, 10), SV),
    ("SV", "Día del Padre", on(6, 17), SV),
    ("SV", "Fiestas Agostinas", on(8, 6), SV),
    ("SV", "Día de la Independencia", on(9, 15), SV),
    ("SV", "Día de los Difuntos", on(11, 2), SV),
    ("SV", "Navidad", CHRISTMAS, SV),
    ("US", "New Year's Day", us_in_lieu(NEW_YEAR), US),
    ("US", "Birthday of Martin Luther King, Jr.", nth(3, MONDAY, 1), US),
    ("US", "Washington's Birthday", nth(3, MONDAY, 2), US),
    ("US", "Memorial Day", nth(-1, MONDAY, 5), US),
    ("US", "Juneteenth National Independence Day", us_in_lieu(on(6, 19)), US),
    ("US", "Independence Day", us_in_lieu(on(7, 4)), US),
    ("US", "Labor Day", nth(1, MONDAY, 9), US),
    ("US", "Columbus Day", nth(2, MONDAY, 10), US),
    ("US", "Veterans Day", us_in_lieu(on(11, 11)), US),
    ("US", "Thanksgiving Day", nth(4, THURSDAY, 11), US),
    ("US", "Christmas Day", us_in_lieu(CHRISTMAS), US),
]

table = {}
for country, name, rule, source in RULES:
    # A day in lieu may lie in the year before: New Year's Day 2028 is kept on 31 December 2027.
    for year in [*YEARS, YEARS.stop]:
        for day in rule(year):
            if day.year in YEARS:
                names, _ = table.setdefault((country, day), ([], source))
                names.append(name)

out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["country", "day", "name", "source"])
for (country, day), (names, source) in sorted(table.items()):
    out.writerow([country, day.isoformat(), " / ".join(names), source])
