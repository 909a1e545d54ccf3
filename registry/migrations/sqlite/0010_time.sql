-- Time: several calendars a person, what hours are for, extra hours, holidays, buffers around
-- bookings, and calendars kept elsewhere. Days are counted from 1970-01-01.

CREATE TABLE calendar (
    person BLOB NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    CONSTRAINT calendar_key PRIMARY KEY (person, number),
    CONSTRAINT calendar_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT calendar_number CHECK (number BETWEEN 1 AND 8)
) STRICT, WITHOUT ROWID;
INSERT INTO calendar (person, number, name, zone)
SELECT DISTINCT w.person, 1, '', p.zone FROM week_rule w JOIN person p ON p.id = w.person;

-- purposes is a set of bits, see Purposes; every_weeks counts from the week of valid_from.
CREATE TABLE week_rule_of_calendar (
    person BLOB NOT NULL,
    calendar INTEGER NOT NULL,
    position INTEGER NOT NULL,
    day INTEGER NOT NULL,
    from_minute INTEGER NOT NULL,
    to_minute INTEGER NOT NULL,
    purposes INTEGER NOT NULL,
    valid_from INTEGER,
    valid_until INTEGER,
    every_weeks INTEGER NOT NULL,
    CONSTRAINT week_rule_key PRIMARY KEY (person, calendar, position),
    CONSTRAINT week_rule_calendar FOREIGN KEY (person, calendar)
        REFERENCES calendar (person, number) ON DELETE CASCADE,
    CONSTRAINT week_rule_day CHECK (day BETWEEN 1 AND 7),
    CONSTRAINT week_rule_span CHECK (0 <= from_minute AND from_minute < to_minute AND to_minute <= 1440),
    CONSTRAINT week_rule_purposes CHECK (purposes BETWEEN 1 AND 31),
    CONSTRAINT week_rule_every_weeks CHECK (every_weeks BETWEEN 1 AND 8)
) STRICT, WITHOUT ROWID;
INSERT INTO week_rule_of_calendar (person, calendar, position, day, from_minute, to_minute, purposes,
    every_weeks)
SELECT person, 1, row_number() OVER (PARTITION BY person ORDER BY day, from_minute), day, from_minute,
    to_minute, 31, 1 FROM week_rule;
DROP TABLE week_rule;
ALTER TABLE week_rule_of_calendar RENAME TO week_rule;

CREATE TABLE extra_hours (
    id BLOB NOT NULL,
    person BLOB NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    zone TEXT NOT NULL,
    purposes INTEGER NOT NULL,
    CONSTRAINT extra_hours_key PRIMARY KEY (id),
    CONSTRAINT extra_hours_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT extra_hours_span CHECK (starts < ends),
    CONSTRAINT extra_hours_purposes CHECK (purposes BETWEEN 1 AND 31)
) STRICT;
CREATE INDEX extra_hours_of_person ON extra_hours (person, ends);

-- What a country's administrators changed in the days that come with the program.
CREATE TABLE holiday (
    country TEXT NOT NULL,
    day INTEGER NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    changed_by BLOB NOT NULL,
    changed INTEGER NOT NULL,
    CONSTRAINT holiday_key PRIMARY KEY (country, day),
    CONSTRAINT holiday_state CHECK (state IN ('added', 'removed')),
    CONSTRAINT holiday_changed_by FOREIGN KEY (changed_by) REFERENCES person (id)
) STRICT, WITHOUT ROWID;

ALTER TABLE interpreter ADD COLUMN works_on_holidays INTEGER NOT NULL DEFAULT 0
    CONSTRAINT interpreter_works_on_holidays_flag CHECK (works_on_holidays IN (0, 1));
ALTER TABLE interpreter ADD COLUMN minutes_before INTEGER NOT NULL DEFAULT 0
    CONSTRAINT interpreter_minutes_before_span CHECK (minutes_before BETWEEN 0 AND 480);
ALTER TABLE interpreter ADD COLUMN minutes_after INTEGER NOT NULL DEFAULT 0
    CONSTRAINT interpreter_minutes_after_span CHECK (minutes_after BETWEEN 0 AND 480);
ALTER TABLE interpreter ADD COLUMN most_minutes_a_day INTEGER
    CONSTRAINT interpreter_most_minutes_a_day_span CHECK (most_minutes_a_day BETWEEN 30 AND 1440);

-- The way and the rest around a booking, in microseconds; nobody else gets that time either.
ALTER TABLE booking ADD COLUMN pad_before INTEGER NOT NULL DEFAULT 0
    CONSTRAINT booking_pad_before CHECK (pad_before BETWEEN 0 AND 28800000000);
ALTER TABLE booking ADD COLUMN pad_after INTEGER NOT NULL DEFAULT 0
    CONSTRAINT booking_pad_after CHECK (pad_after BETWEEN 0 AND 28800000000);
ALTER TABLE booking ADD COLUMN blocked_from INTEGER
    GENERATED ALWAYS AS (starts - pad_before) VIRTUAL;
ALTER TABLE booking ADD COLUMN blocked_until INTEGER
    GENERATED ALWAYS AS (ends + pad_after) VIRTUAL;
CREATE INDEX booking_blocks_interpreter ON booking (interpreter, blocked_until)
    WHERE interpreter IS NOT NULL;

DROP TRIGGER booking_interpreter_overlap_insert;
CREATE TRIGGER booking_interpreter_overlap_insert BEFORE INSERT ON booking
WHEN NEW.state <> 'cancelled' AND NEW.interpreter IS NOT NULL AND EXISTS (
    SELECT 1 FROM booking AS other
    WHERE other.interpreter = NEW.interpreter AND other.state <> 'cancelled'
      AND other.blocked_from < NEW.ends + NEW.pad_after
      AND NEW.starts - NEW.pad_before < other.blocked_until
)
BEGIN SELECT RAISE(ABORT, 'booking_interpreter_overlap'); END;

DROP TRIGGER booking_interpreter_overlap_update;
CREATE TRIGGER booking_interpreter_overlap_update BEFORE UPDATE ON booking
WHEN NEW.state <> 'cancelled' AND NEW.interpreter IS NOT NULL AND EXISTS (
    SELECT 1 FROM booking AS other
    WHERE other.interpreter = NEW.interpreter AND other.state <> 'cancelled'
      AND other.rowid <> OLD.rowid
      AND other.blocked_from < NEW.ends + NEW.pad_after
      AND NEW.starts - NEW.pad_before < other.blocked_until
)
BEGIN SELECT RAISE(ABORT, 'booking_interpreter_overlap'); END;

-- A calendar that the interpreter keeps elsewhere. address: sealed by the program, because whoever
-- knows it can read that calendar. Of what is in it only the busy times are kept.
CREATE TABLE subscription (
    id BLOB NOT NULL,
    person BLOB NOT NULL,
    kind TEXT NOT NULL,
    host TEXT NOT NULL,
    address BLOB NOT NULL,
    etag TEXT,
    fetched INTEGER,
    due INTEGER NOT NULL,
    problem TEXT,
    created INTEGER NOT NULL,
    CONSTRAINT subscription_key PRIMARY KEY (id),
    CONSTRAINT subscription_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE
) STRICT;
CREATE INDEX subscription_of_person ON subscription (person);
CREATE INDEX subscription_due ON subscription (due);

CREATE TABLE subscription_busy (
    subscription BLOB NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    CONSTRAINT subscription_busy_key PRIMARY KEY (subscription, starts),
    CONSTRAINT subscription_busy_subscription FOREIGN KEY (subscription)
        REFERENCES subscription (id) ON DELETE CASCADE,
    CONSTRAINT subscription_busy_span CHECK (starts < ends)
) STRICT, WITHOUT ROWID;

-- The secret address under which a person's other calendars read the bookings; SHA-256 of it.
CREATE TABLE calendar_feed (
    person BLOB NOT NULL,
    token BLOB NOT NULL,
    created INTEGER NOT NULL,
    CONSTRAINT calendar_feed_key PRIMARY KEY (person),
    CONSTRAINT calendar_feed_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT calendar_feed_token_once UNIQUE (token)
) STRICT;
