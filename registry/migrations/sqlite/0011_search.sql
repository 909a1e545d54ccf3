-- What a search keeps in memory: who changed since it last looked, and how a country weighs.

-- One row for each change of a person's profile, hours or bookings, whoever writes it; no person
-- where something that concerns everybody changed. SQLite has one writer, so the numbers are in
-- the order in which changes become visible.
CREATE TABLE person_change (
    epoch INTEGER PRIMARY KEY AUTOINCREMENT,
    person BLOB,
    what TEXT NOT NULL,
    CONSTRAINT person_change_what CHECK (what IN ('profile', 'hours', 'bookings', 'rules', 'holidays'))
) STRICT;

-- Rows before this were removed: whoever has seen less must read everything again.
CREATE TABLE person_change_floor (
    epoch INTEGER NOT NULL
) STRICT;
INSERT INTO person_change_floor (epoch) VALUES (0);

-- seen: where to go on after having read all rows there are. next: no row is that young.
CREATE VIEW person_change_horizon AS
    SELECT top AS seen, top AS next, (SELECT epoch FROM person_change_floor) AS floor
    FROM (SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'person_change'), 0) + 1
              AS top);

-- How a country weighs the parts of the score, in thousandths; a country without a row weighs as
-- the program does.
CREATE TABLE weights (
    country TEXT NOT NULL,
    credential INTEGER NOT NULL,
    variety INTEGER NOT NULL,
    trauma_training INTEGER NOT NULL,
    continuity INTEGER NOT NULL,
    reliability INTEGER NOT NULL,
    fairness INTEGER NOT NULL,
    local_hour INTEGER NOT NULL,
    CONSTRAINT weights_key PRIMARY KEY (country),
    CONSTRAINT weights_sign CHECK (
        min(credential, variety, trauma_training, continuity, reliability, fairness, local_hour)
            >= 0
    ),
    CONSTRAINT weights_sum CHECK (
        credential + variety + trauma_training + continuity + reliability + fairness + local_hour
            = 1000
    )
) STRICT, WITHOUT ROWID;

-- Settings in which nobody may work in a country without a credential that it recognises.
CREATE TABLE recognised_only (
    country TEXT NOT NULL,
    setting TEXT NOT NULL,
    CONSTRAINT recognised_only_key PRIMARY KEY (country, setting)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER person_moved AFTER UPDATE OF country, zone, state ON person
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.id, 'profile');
END;

CREATE TRIGGER subscription_busy_change_insert AFTER INSERT ON subscription_busy
BEGIN
    INSERT INTO person_change (person, what)
    SELECT person, 'hours' FROM subscription WHERE id = NEW.subscription;
END;

CREATE TRIGGER subscription_busy_change_delete AFTER DELETE ON subscription_busy
BEGIN
    INSERT INTO person_change (person, what)
    SELECT person, 'hours' FROM subscription WHERE id = OLD.subscription;
END;

CREATE TRIGGER interpreter_change_insert AFTER INSERT ON interpreter
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'profile');
END;

-- Not for a write that only locks the row.
CREATE TRIGGER interpreter_change_update AFTER UPDATE OF gender, home, vetted_until,
    trauma_trained, reliability, minutes_worked, notice_minutes, vetting, age_band, deaf,
    works_on_holidays, minutes_before, minutes_after, most_minutes_a_day ON interpreter
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'profile');
END;

CREATE TRIGGER interpreter_change_delete AFTER DELETE ON interpreter
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
END;

CREATE TRIGGER spoken_change_insert AFTER INSERT ON spoken
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'profile');
END;

CREATE TRIGGER spoken_change_update AFTER UPDATE ON spoken
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
    INSERT INTO person_change (person, what)
    SELECT NEW.person, 'profile' WHERE NEW.person <> OLD.person;
END;

CREATE TRIGGER spoken_change_delete AFTER DELETE ON spoken
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
END;

CREATE TRIGGER service_change_insert AFTER INSERT ON service
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'profile');
END;

CREATE TRIGGER service_change_update AFTER UPDATE ON service
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
    INSERT INTO person_change (person, what)
    SELECT NEW.person, 'profile' WHERE NEW.person <> OLD.person;
END;

CREATE TRIGGER service_change_delete AFTER DELETE ON service
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
END;

CREATE TRIGGER credential_change_insert AFTER INSERT ON credential
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'profile');
END;

CREATE TRIGGER credential_change_update AFTER UPDATE ON credential
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
    INSERT INTO person_change (person, what)
    SELECT NEW.person, 'profile' WHERE NEW.person <> OLD.person;
END;

CREATE TRIGGER credential_change_delete AFTER DELETE ON credential
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
END;

CREATE TRIGGER training_change_insert AFTER INSERT ON training
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'profile');
END;

CREATE TRIGGER training_change_update AFTER UPDATE ON training
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
    INSERT INTO person_change (person, what)
    SELECT NEW.person, 'profile' WHERE NEW.person <> OLD.person;
END;

CREATE TRIGGER training_change_delete AFTER DELETE ON training
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
END;

CREATE TRIGGER calendar_change_insert AFTER INSERT ON calendar
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'hours');
END;

CREATE TRIGGER calendar_change_update AFTER UPDATE ON calendar
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'hours');
    INSERT INTO person_change (person, what)
    SELECT NEW.person, 'hours' WHERE NEW.person <> OLD.person;
END;

CREATE TRIGGER calendar_change_delete AFTER DELETE ON calendar
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'hours');
END;

CREATE TRIGGER week_rule_change_insert AFTER INSERT ON week_rule
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'hours');
END;

CREATE TRIGGER week_rule_change_update AFTER UPDATE ON week_rule
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'hours');
    INSERT INTO person_change (person, what)
    SELECT NEW.person, 'hours' WHERE NEW.person <> OLD.person;
END;

CREATE TRIGGER week_rule_change_delete AFTER DELETE ON week_rule
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'hours');
END;

CREATE TRIGGER extra_hours_change_insert AFTER INSERT ON extra_hours
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'hours');
END;

CREATE TRIGGER extra_hours_change_update AFTER UPDATE ON extra_hours
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'hours');
    INSERT INTO person_change (person, what)
    SELECT NEW.person, 'hours' WHERE NEW.person <> OLD.person;
END;

CREATE TRIGGER extra_hours_change_delete AFTER DELETE ON extra_hours
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'hours');
END;

CREATE TRIGGER block_change_insert AFTER INSERT ON block
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'hours');
END;

CREATE TRIGGER block_change_update AFTER UPDATE ON block
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'hours');
    INSERT INTO person_change (person, what)
    SELECT NEW.person, 'hours' WHERE NEW.person <> OLD.person;
END;

CREATE TRIGGER block_change_delete AFTER DELETE ON block
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'hours');
END;

CREATE TRIGGER subscription_change_insert AFTER INSERT ON subscription
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'hours');
END;

CREATE TRIGGER subscription_change_update AFTER UPDATE ON subscription
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'hours');
    INSERT INTO person_change (person, what)
    SELECT NEW.person, 'hours' WHERE NEW.person <> OLD.person;
END;

CREATE TRIGGER subscription_change_delete AFTER DELETE ON subscription
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'hours');
END;

CREATE TRIGGER booking_change_insert AFTER INSERT ON booking WHEN NEW.interpreter IS NOT NULL
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.interpreter, 'bookings');
END;

CREATE TRIGGER booking_change_update AFTER UPDATE ON booking
BEGIN
    INSERT INTO person_change (person, what)
    SELECT OLD.interpreter, 'bookings' WHERE OLD.interpreter IS NOT NULL;
    INSERT INTO person_change (person, what)
    SELECT NEW.interpreter, 'bookings'
    WHERE NEW.interpreter IS NOT NULL AND NEW.interpreter IS NOT OLD.interpreter;
END;

CREATE TRIGGER booking_change_delete AFTER DELETE ON booking WHEN OLD.interpreter IS NOT NULL
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.interpreter, 'bookings');
END;

CREATE TRIGGER recognition_change_insert AFTER INSERT ON recognition
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'rules');
END;

CREATE TRIGGER recognition_change_update AFTER UPDATE ON recognition
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'rules');
END;

CREATE TRIGGER recognition_change_delete AFTER DELETE ON recognition
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'rules');
END;

CREATE TRIGGER recognised_only_change_insert AFTER INSERT ON recognised_only
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'rules');
END;

CREATE TRIGGER recognised_only_change_update AFTER UPDATE ON recognised_only
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'rules');
END;

CREATE TRIGGER recognised_only_change_delete AFTER DELETE ON recognised_only
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'rules');
END;

CREATE TRIGGER weights_change_insert AFTER INSERT ON weights
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'rules');
END;

CREATE TRIGGER weights_change_update AFTER UPDATE ON weights
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'rules');
END;

CREATE TRIGGER weights_change_delete AFTER DELETE ON weights
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'rules');
END;

CREATE TRIGGER holiday_change_insert AFTER INSERT ON holiday
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'holidays');
END;

CREATE TRIGGER holiday_change_update AFTER UPDATE ON holiday
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'holidays');
END;

CREATE TRIGGER holiday_change_delete AFTER DELETE ON holiday
BEGIN
    INSERT INTO person_change (person, what) VALUES (NULL, 'holidays');
END;

-- Only rows that have one: what has none would make the index look useless.
DROP INDEX booking_for_request;
CREATE INDEX booking_for_request ON booking (request) WHERE request IS NOT NULL;
DROP INDEX booking_for_hearing;
CREATE INDEX booking_for_hearing ON booking (hearing) WHERE hearing IS NOT NULL;
