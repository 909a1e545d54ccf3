-- What a search keeps in memory: who changed since it last looked, and how a country weighs.

-- One row for each change of a person's profile, hours or bookings, whoever writes it; no person
-- where something that concerns everybody changed. The epoch is the writing transaction's number:
-- all below the oldest one that still runs are visible, and none below it can come any more.
CREATE TABLE person_change (
    epoch BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    person UUID,
    what TEXT NOT NULL,
    CONSTRAINT person_change_once UNIQUE NULLS NOT DISTINCT (epoch, person, what),
    CONSTRAINT person_change_what CHECK (what IN ('profile', 'hours', 'bookings', 'rules', 'holidays'))
);

-- Rows before this were removed: whoever has seen less must read everything again.
CREATE TABLE person_change_floor (
    epoch BIGINT NOT NULL
);
INSERT INTO person_change_floor (epoch) VALUES (0);

-- seen: where to go on after having read all rows there are. next: no row is that young.
CREATE VIEW person_change_horizon AS
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS seen,
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next,
           (SELECT epoch FROM person_change_floor) AS floor;

-- How a country weighs the parts of the score, in thousandths; a country without a row weighs as
-- the program does.
CREATE TABLE weights (
    country TEXT NOT NULL,
    credential BIGINT NOT NULL,
    variety BIGINT NOT NULL,
    trauma_training BIGINT NOT NULL,
    continuity BIGINT NOT NULL,
    reliability BIGINT NOT NULL,
    fairness BIGINT NOT NULL,
    local_hour BIGINT NOT NULL,
    CONSTRAINT weights_key PRIMARY KEY (country),
    CONSTRAINT weights_sign CHECK (
        least(credential, variety, trauma_training, continuity, reliability, fairness, local_hour)
            >= 0
    ),
    CONSTRAINT weights_sum CHECK (
        credential + variety + trauma_training + continuity + reliability + fairness + local_hour
            = 1000
    )
);

-- Settings in which nobody may work in a country without a credential that it recognises.
CREATE TABLE recognised_only (
    country TEXT NOT NULL,
    setting TEXT NOT NULL,
    CONSTRAINT recognised_only_key PRIMARY KEY (country, setting)
);

CREATE FUNCTION note_person_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_person UUID;
    new_person UUID;
BEGIN
    IF TG_NARGS = 1 THEN
        INSERT INTO person_change (person, what) VALUES (NULL, TG_ARGV[0]) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        old_person := (to_jsonb(OLD) ->> TG_ARGV[1])::uuid;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_person := (to_jsonb(NEW) ->> TG_ARGV[1])::uuid;
    END IF;
    IF old_person IS NOT NULL THEN
        INSERT INTO person_change (person, what) VALUES (old_person, TG_ARGV[0])
        ON CONFLICT DO NOTHING;
    END IF;
    IF new_person IS NOT NULL AND new_person IS DISTINCT FROM old_person THEN
        INSERT INTO person_change (person, what) VALUES (new_person, TG_ARGV[0])
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER person_moved AFTER UPDATE OF country, zone, state ON person
    FOR EACH ROW EXECUTE FUNCTION note_person_change('profile', 'id');

CREATE FUNCTION note_busy_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO person_change (person, what)
    SELECT person, 'hours' FROM subscription
    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.subscription ELSE NEW.subscription END
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER subscription_busy_change AFTER INSERT OR UPDATE OR DELETE ON subscription_busy
    FOR EACH ROW EXECUTE FUNCTION note_busy_change();

-- Not for the writes that change nothing and only lock the row.
CREATE TRIGGER interpreter_change AFTER INSERT OR DELETE ON interpreter
    FOR EACH ROW EXECUTE FUNCTION note_person_change('profile', 'person');
CREATE TRIGGER interpreter_change_update AFTER UPDATE ON interpreter
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION note_person_change('profile', 'person');

CREATE TRIGGER spoken_change AFTER INSERT OR UPDATE OR DELETE ON spoken
    FOR EACH ROW EXECUTE FUNCTION note_person_change('profile', 'person');

CREATE TRIGGER service_change AFTER INSERT OR UPDATE OR DELETE ON service
    FOR EACH ROW EXECUTE FUNCTION note_person_change('profile', 'person');

CREATE TRIGGER credential_change AFTER INSERT OR UPDATE OR DELETE ON credential
    FOR EACH ROW EXECUTE FUNCTION note_person_change('profile', 'person');

CREATE TRIGGER training_change AFTER INSERT OR UPDATE OR DELETE ON training
    FOR EACH ROW EXECUTE FUNCTION note_person_change('profile', 'person');

CREATE TRIGGER calendar_change AFTER INSERT OR UPDATE OR DELETE ON calendar
    FOR EACH ROW EXECUTE FUNCTION note_person_change('hours', 'person');

CREATE TRIGGER week_rule_change AFTER INSERT OR UPDATE OR DELETE ON week_rule
    FOR EACH ROW EXECUTE FUNCTION note_person_change('hours', 'person');

CREATE TRIGGER extra_hours_change AFTER INSERT OR UPDATE OR DELETE ON extra_hours
    FOR EACH ROW EXECUTE FUNCTION note_person_change('hours', 'person');

CREATE TRIGGER block_change AFTER INSERT OR UPDATE OR DELETE ON block
    FOR EACH ROW EXECUTE FUNCTION note_person_change('hours', 'person');

CREATE TRIGGER subscription_change AFTER INSERT OR UPDATE OR DELETE ON subscription
    FOR EACH ROW EXECUTE FUNCTION note_person_change('hours', 'person');

CREATE TRIGGER booking_change AFTER INSERT OR UPDATE OR DELETE ON booking
    FOR EACH ROW EXECUTE FUNCTION note_person_change('bookings', 'interpreter');

CREATE TRIGGER recognition_change AFTER INSERT OR UPDATE OR DELETE ON recognition
    FOR EACH ROW EXECUTE FUNCTION note_person_change('rules');

CREATE TRIGGER recognised_only_change AFTER INSERT OR UPDATE OR DELETE ON recognised_only
    FOR EACH ROW EXECUTE FUNCTION note_person_change('rules');

CREATE TRIGGER weights_change AFTER INSERT OR UPDATE OR DELETE ON weights
    FOR EACH ROW EXECUTE FUNCTION note_person_change('rules');

CREATE TRIGGER holiday_change AFTER INSERT OR UPDATE OR DELETE ON holiday
    FOR EACH ROW EXECUTE FUNCTION note_person_change('holidays');

-- Only rows that have one: what has none would make the index look useless.
DROP INDEX booking_for_request;
CREATE INDEX booking_for_request ON booking (request) WHERE request IS NOT NULL;
DROP INDEX booking_for_hearing;
CREATE INDEX booking_for_hearing ON booking (hearing) WHERE hearing IS NOT NULL;
