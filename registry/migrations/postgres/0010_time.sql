-- Time: several calendars a person, what hours are for, extra hours, holidays, buffers around
-- bookings, and calendars kept elsewhere. Days are counted from 1970-01-01.

CREATE TABLE calendar (
    person UUID NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    CONSTRAINT calendar_key PRIMARY KEY (person, number),
    CONSTRAINT calendar_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT calendar_number CHECK (number BETWEEN 1 AND 8)
);
INSERT INTO calendar (person, number, name, zone)
SELECT DISTINCT w.person, 1, '', p.zone FROM week_rule w JOIN person p ON p.id = w.person;

-- purposes is a set of bits, see Purposes; every_weeks counts from the week of valid_from.
ALTER TABLE week_rule ADD COLUMN calendar INTEGER NOT NULL DEFAULT 1;
ALTER TABLE week_rule ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE week_rule ADD COLUMN purposes INTEGER NOT NULL DEFAULT 31;
ALTER TABLE week_rule ADD COLUMN valid_from INTEGER;
ALTER TABLE week_rule ADD COLUMN valid_until INTEGER;
ALTER TABLE week_rule ADD COLUMN every_weeks INTEGER NOT NULL DEFAULT 1;
UPDATE week_rule w SET position = numbered.position FROM (
    SELECT person, day, from_minute,
        row_number() OVER (PARTITION BY person ORDER BY day, from_minute) AS position
    FROM week_rule) numbered
WHERE numbered.person = w.person AND numbered.day = w.day
  AND numbered.from_minute = w.from_minute;
ALTER TABLE week_rule DROP CONSTRAINT week_rule_key;
ALTER TABLE week_rule DROP CONSTRAINT week_rule_person;
ALTER TABLE week_rule ADD CONSTRAINT week_rule_key PRIMARY KEY (person, calendar, position);
ALTER TABLE week_rule ADD CONSTRAINT week_rule_calendar FOREIGN KEY (person, calendar)
    REFERENCES calendar (person, number) ON DELETE CASCADE;
ALTER TABLE week_rule ADD CONSTRAINT week_rule_purposes CHECK (purposes BETWEEN 1 AND 31);
ALTER TABLE week_rule ADD CONSTRAINT week_rule_every_weeks CHECK (every_weeks BETWEEN 1 AND 8);
ALTER TABLE week_rule ALTER COLUMN calendar DROP DEFAULT;
ALTER TABLE week_rule ALTER COLUMN position DROP DEFAULT;
ALTER TABLE week_rule ALTER COLUMN purposes DROP DEFAULT;
ALTER TABLE week_rule ALTER COLUMN every_weeks DROP DEFAULT;

CREATE TABLE extra_hours (
    id UUID NOT NULL,
    person UUID NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    zone TEXT NOT NULL,
    purposes INTEGER NOT NULL,
    CONSTRAINT extra_hours_key PRIMARY KEY (id),
    CONSTRAINT extra_hours_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT extra_hours_span CHECK (starts < ends),
    CONSTRAINT extra_hours_purposes CHECK (purposes BETWEEN 1 AND 31)
);
CREATE INDEX extra_hours_of_person ON extra_hours (person, ends);

-- What a country's administrators changed in the days that come with the program.
CREATE TABLE holiday (
    country TEXT NOT NULL,
    day INTEGER NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    changed_by UUID NOT NULL,
    changed BIGINT NOT NULL,
    CONSTRAINT holiday_key PRIMARY KEY (country, day),
    CONSTRAINT holiday_state CHECK (state IN ('added', 'removed')),
    CONSTRAINT holiday_changed_by FOREIGN KEY (changed_by) REFERENCES person (id)
);

ALTER TABLE interpreter ADD COLUMN works_on_holidays BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE interpreter ADD COLUMN minutes_before INTEGER NOT NULL DEFAULT 0
    CONSTRAINT interpreter_minutes_before_span CHECK (minutes_before BETWEEN 0 AND 480);
ALTER TABLE interpreter ADD COLUMN minutes_after INTEGER NOT NULL DEFAULT 0
    CONSTRAINT interpreter_minutes_after_span CHECK (minutes_after BETWEEN 0 AND 480);
ALTER TABLE interpreter ADD COLUMN most_minutes_a_day INTEGER
    CONSTRAINT interpreter_most_minutes_a_day_span CHECK (most_minutes_a_day BETWEEN 30 AND 1440);

-- The way and the rest around a booking, in microseconds; nobody else gets that time either.
ALTER TABLE booking ADD COLUMN pad_before BIGINT NOT NULL DEFAULT 0
    CONSTRAINT booking_pad_before CHECK (pad_before BETWEEN 0 AND 28800000000);
ALTER TABLE booking ADD COLUMN pad_after BIGINT NOT NULL DEFAULT 0
    CONSTRAINT booking_pad_after CHECK (pad_after BETWEEN 0 AND 28800000000);
ALTER TABLE booking ADD COLUMN blocked_from BIGINT
    GENERATED ALWAYS AS (starts - pad_before) STORED;
ALTER TABLE booking ADD COLUMN blocked_until BIGINT
    GENERATED ALWAYS AS (ends + pad_after) STORED;
CREATE INDEX booking_blocks_interpreter ON booking (interpreter, blocked_until)
    WHERE interpreter IS NOT NULL;
ALTER TABLE booking DROP CONSTRAINT booking_interpreter_overlap;
ALTER TABLE booking ADD CONSTRAINT booking_interpreter_overlap EXCLUDE USING gist
    (interpreter WITH =, int8range(blocked_from, blocked_until) WITH &&)
    WHERE (state <> 'cancelled' AND interpreter IS NOT NULL);

-- A calendar that the interpreter keeps elsewhere. address: sealed by the program, because whoever
-- knows it can read that calendar. Of what is in it only the busy times are kept.
CREATE TABLE subscription (
    id UUID NOT NULL,
    person UUID NOT NULL,
    kind TEXT NOT NULL,
    host TEXT NOT NULL,
    address BYTEA NOT NULL,
    etag TEXT,
    fetched BIGINT,
    due BIGINT NOT NULL,
    problem TEXT,
    created BIGINT NOT NULL,
    CONSTRAINT subscription_key PRIMARY KEY (id),
    CONSTRAINT subscription_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE
);
CREATE INDEX subscription_of_person ON subscription (person);
CREATE INDEX subscription_due ON subscription (due);

CREATE TABLE subscription_busy (
    subscription UUID NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    CONSTRAINT subscription_busy_key PRIMARY KEY (subscription, starts),
    CONSTRAINT subscription_busy_subscription FOREIGN KEY (subscription)
        REFERENCES subscription (id) ON DELETE CASCADE,
    CONSTRAINT subscription_busy_span CHECK (starts < ends)
);

-- The secret address under which a person's other calendars read the bookings; SHA-256 of it.
CREATE TABLE calendar_feed (
    person UUID NOT NULL,
    token BYTEA NOT NULL,
    created BIGINT NOT NULL,
    CONSTRAINT calendar_feed_key PRIMARY KEY (person),
    CONSTRAINT calendar_feed_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT calendar_feed_token_once UNIQUE (token)
);
