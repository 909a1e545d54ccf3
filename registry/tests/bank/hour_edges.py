"""Prints weekly hours around every change of the clocks in the eleven countries, 2026-2030, and
from when to when they are worked, as Python sees it minute by minute.

hour_edges.csv is its output: `pip install tzdata==2026.6`, then
`python3 hour_edges.py > hour_edges.csv`. Hours begin with the first minute of their day at which
the clock shows their begin or later, and end after the last at which it shows less than their end.
"""

import csv
import datetime as dt
import pathlib
import sys
import zoneinfo

MINUTE = dt.timedelta(minutes=1)
zoneinfo.reset_tzpath([])  # the tzdata package only, never the machine's files


def shown(day, zone):
    """Every minute at which the clock shows that day, with what it shows in minutes."""
    noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(dt.UTC)
    instant = noon - 15 * 60 * MINUTE
    while instant < noon + 15 * 60 * MINUTE:
        there = instant.astimezone(zone)
        if there.date() == day:
            yield instant, there.hour * 60 + there.minute
        instant += MINUTE


def clock(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["zone", "day", "weekday", "from", "to", "starts", "ends"])
offsets = csv.DictReader(pathlib.Path(__file__).with_name("zone_offsets.csv").open())
for row in offsets:
    change = dt.datetime.strptime(row["from"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    if change == dt.datetime(2026, 1, 1, tzinfo=dt.UTC):
        continue
    zone = zoneinfo.ZoneInfo(row["zone"])
    before = (change - MINUTE).astimezone(zone)
    day = before.date()
    minutes = list(shown(day, zone))
    # The clock is about to show this when it changes.
    jump = before.hour * 60 + before.minute + 1
    edges = sorted({0, jump - 30, jump, jump + 30, jump + 60, 1440})
    edges = [edge for edge in edges if 0 <= edge <= 1440]
    for begin in edges:
        for end in edges:
            if begin >= end:
                continue
            starts = [instant for instant, minute in minutes if minute >= begin]
            ends = [instant for instant, minute in minutes if minute < end]
            if not starts or not ends or starts[0] > ends[-1]:
                continue
            text = [f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (starts[0], ends[-1] + MINUTE)]
            out.writerow([row["zone"], day, day.isoweekday(), clock(begin), clock(end), *text])
