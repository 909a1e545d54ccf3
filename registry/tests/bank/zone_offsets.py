"""Prints every change of the clocks in the eleven countries, 2026-2030, as Python sees them.

zone_offsets.csv is its output: `pip install tzdata==2026.6`, then
`python3 zone_offsets.py > zone_offsets.csv`. The test compares our own zone data with it.
"""

import datetime as dt
import importlib.resources
import zoneinfo

COUNTRIES = "BZ CA CR DO GT HN MX NI PA SV US".split()
FIRST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LAST = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)

zoneinfo.reset_tzpath([])  # the tzdata package only, never the machine's files


def offset_minutes(zone, instant):
    return round(instant.astimezone(zone).utcoffset().total_seconds() / 60)


def changes(zone):
    """The instants, to the minute, at which the offset becomes another."""
    before = FIRST
    while before < LAST:
        after = before + dt.timedelta(days=1)
        low, high = before, after
        if offset_minutes(zone, low) != offset_minutes(zone, high):
            while high - low > dt.timedelta(minutes=1):
                middle = low + (high - low) // 2
                middle = middle.replace(second=0, microsecond=0)
                if offset_minutes(zone, middle) == offset_minutes(zone, before):
                    low = middle
                else:
                    high = middle
            yield high
        before = after


table = importlib.resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text()
rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
names = sorted(row[2].strip() for row in rows if row[0] in COUNTRIES)

print("zone,from,offset_minutes")
for name in names:
    zone = zoneinfo.ZoneInfo(name)
    for instant in [FIRST, *changes(zone)]:
        print(f"{name},{instant:%Y-%m-%dT%H:%M:%SZ},{offset_minutes(zone, instant)}")
