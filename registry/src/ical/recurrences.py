"""Prints recurrence rules and the times on the wall at which python-dateutil lets them begin.

recurrences.csv is its output: `pip install python-dateutil==2.9.0.post0`, then
`python3 recurrences.py > recurrences.csv`. The test compares our own expansion with it: the first
40 begins between 2026 and the end of 2030.
"""

import csv
import datetime as dt
import itertools
import random
import sys

from dateutil.rrule import rrulestr

WINDOW = (dt.datetime(2026, 1, 1), dt.datetime(2031, 1, 1))
DAYS = "MO TU WE TH FR SA SU".split()
MOST = 40

# Those of RFC 5545, 3.8.5.3, with their begins moved to where they matter here.
EXAMPLES = """
FREQ=DAILY;COUNT=10
FREQ=DAILY;UNTIL=20261224T000000
FREQ=DAILY;INTERVAL=2
FREQ=DAILY;INTERVAL=10;COUNT=5
FREQ=YEARLY;UNTIL=20290131T140000;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA
FREQ=DAILY;UNTIL=20290131T140000;BYMONTH=1
FREQ=WEEKLY;COUNT=10
FREQ=WEEKLY;UNTIL=20261224T000000
FREQ=WEEKLY;INTERVAL=2;WKST=SU
FREQ=WEEKLY;UNTIL=20261007T000000;WKST=SU;BYDAY=TU,TH
FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH
FREQ=WEEKLY;INTERVAL=2;UNTIL=20261224T000000;WKST=SU;BYDAY=MO,WE,FR
FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH
FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO
FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU
FREQ=MONTHLY;COUNT=10;BYDAY=1FR
FREQ=MONTHLY;UNTIL=20271224T000000;BYDAY=1FR
FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU
FREQ=MONTHLY;COUNT=6;BYDAY=-2MO
FREQ=MONTHLY;BYMONTHDAY=-3
FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15
FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1
FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15
FREQ=MONTHLY;INTERVAL=2;BYDAY=TU
FREQ=YEARLY;COUNT=10;BYMONTH=6,7
FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3
FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200
FREQ=YEARLY;BYDAY=20MO
FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO
FREQ=YEARLY;BYMONTH=3;BYDAY=TH
FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8
FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13
FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13
FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8
FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
FREQ=HOURLY;INTERVAL=3;UNTIL=20260302T170000
FREQ=HOURLY;INTERVAL=7;COUNT=30
FREQ=HOURLY;BYHOUR=9,10,11;BYMINUTE=0,30;COUNT=40
FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40
FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5
FREQ=MONTHLY;BYMONTHDAY=31
FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29
FREQ=YEARLY;BYYEARDAY=-1
FREQ=YEARLY;BYYEARDAY=366
FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
""".split()

BEGINS = ["20260105T090000", "20260227T233000", "20200229T080000", "20261031T013000", "20151231T120000"]


def chosen_rules(count):
    """Other rules that a person could make, the same each time."""
    chance = random.Random(20261125)

    def some(values, most):
        return ",".join(map(str, sorted(chance.sample(values, chance.randint(1, most)))))

    for _ in range(count):
        frequency = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
        parts = [f"FREQ={frequency}"]
        if chance.random() < 0.5:
            parts.append(f"INTERVAL={chance.randint(1, 5)}")
        if chance.random() < 0.3:
            parts.append(f"BYMONTH={some(range(1, 13), 4)}")
        if frequency in ("MONTHLY", "YEARLY") and chance.random() < 0.4:
            day = chance.sample(DAYS, chance.randint(1, 3))
            most = 5 if frequency == "MONTHLY" or "BYMONTH" in "".join(parts) else 20
            # All with a number or none: dateutil wants both of a mixture, RFC 5545 either.
            numbered = chance.random() < 0.7
            nth = [
                str(chance.choice([1, -1]) * chance.randint(1, most)) if numbered else ""
                for _ in day
            ]
            parts.append("BYDAY=" + ",".join(n + d for n, d in zip(nth, day)))
        elif chance.random() < 0.4:
            parts.append("BYDAY=" + ",".join(chance.sample(DAYS, chance.randint(1, 4))))
        if frequency != "WEEKLY" and chance.random() < 0.3:
            values = [*range(1, 32), *range(-31, 0)]
            parts.append(f"BYMONTHDAY={some(values, 5)}")
        if chance.random() < 0.2:
            parts.append(f"BYHOUR={some(range(24), 3)}")
        # Of the first week dateutil counts only the days after the begin.
        if frequency != "WEEKLY" and chance.random() < 0.2:
            parts.append(f"BYSETPOS={some([1, 2, 3, -1, -2], 2)}")
        if frequency == "WEEKLY" and chance.random() < 0.4:
            parts.append(f"WKST={chance.choice(DAYS)}")
        if chance.random() < 0.3:
            parts.append(f"COUNT={chance.randint(1, 300)}")
        elif chance.random() < 0.3:
            parts.append(f"UNTIL=2027{chance.randint(1, 12):02}{chance.randint(1, 28):02}T120000")
        yield ";".join(parts), chance.choice(BEGINS)


out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["rule", "first", "begins"])
for text, first in [*itertools.product(EXAMPLES, BEGINS), *chosen_rules(700)]:
    begin = dt.datetime.strptime(first, "%Y%m%dT%H%M%S")
    # dateutil looks for ever for what never comes.
    rule = rrulestr(text, dtstart=begin)
    found = itertools.takewhile(lambda at: at < WINDOW[1], rule)
    found = itertools.islice((at for at in found if at >= WINDOW[0]), MOST)
    out.writerow([text, first, " ".join(at.strftime("%Y%m%dT%H%M%S") for at in found)])
