-- Legs of a request (one booth each), waves of offers, who is on call, and what nobody could do.

CREATE TABLE leg (
    request UUID NOT NULL,
    leg INTEGER NOT NULL,
    language_a TEXT NOT NULL,
    language_b TEXT NOT NULL,
    mode TEXT NOT NULL,
    seats INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    team_rule TEXT,
    CONSTRAINT leg_key PRIMARY KEY (request, leg),
    CONSTRAINT leg_request FOREIGN KEY (request) REFERENCES request (id),
    CONSTRAINT leg_number CHECK (leg BETWEEN 0 AND 2),
    CONSTRAINT leg_seats CHECK (seats BETWEEN 1 AND 3),
    CONSTRAINT leg_not_overbooked CHECK (0 <= taken AND taken <= seats)
);
INSERT INTO leg (request, leg, language_a, language_b, mode, seats, taken, team_rule)
    SELECT id, 0, input::json -> 'languages' ->> 0, input::json -> 'languages' ->> 1,
        input::json ->> 'mode', seats, taken, team_rule FROM request;

-- wave: the last one sent; waves: none while offers are made by hand; due: when the next thing
-- happens by itself; ended_by: why it is cancelled; victim: her pseudonym within the case; round:
-- how often it was moved, offers of earlier rounds are history.
ALTER TABLE request ADD COLUMN wave INTEGER NOT NULL DEFAULT 0;
ALTER TABLE request ADD COLUMN waves TEXT
    CONSTRAINT request_waves CHECK (waves IN ('running', 'exhausted'));
ALTER TABLE request ADD COLUMN due BIGINT;
ALTER TABLE request ADD COLUMN escalated BIGINT;
ALTER TABLE request ADD COLUMN ended_by TEXT;
ALTER TABLE request ADD COLUMN victim TEXT;
ALTER TABLE request ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
CREATE INDEX request_due ON request (due) WHERE due IS NOT NULL;

-- One live offer a person and request; earlier ones that ran out or were declined stay.
ALTER TABLE offer DROP CONSTRAINT offer_once;
ALTER TABLE offer DROP CONSTRAINT offer_state;
ALTER TABLE offer DROP CONSTRAINT offer_request;
ALTER TABLE offer ADD COLUMN leg INTEGER NOT NULL DEFAULT 0;
ALTER TABLE offer ADD COLUMN way TEXT NOT NULL DEFAULT 'hand';
ALTER TABLE offer ADD COLUMN wave INTEGER NOT NULL DEFAULT 0;
ALTER TABLE offer ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
ALTER TABLE offer ADD COLUMN expires BIGINT;
ALTER TABLE offer ADD CONSTRAINT offer_leg
    FOREIGN KEY (request, leg) REFERENCES leg (request, leg);
ALTER TABLE offer ADD CONSTRAINT offer_state CHECK (state IN
    ('open', 'accepted', 'declined', 'closed', 'expired', 'withdrawn'));
ALTER TABLE offer ADD CONSTRAINT offer_way CHECK (way IN
    ('hand', 'wave', 'chain', 'ring', 'again'));
CREATE INDEX offer_of_request ON offer (request, state);
CREATE UNIQUE INDEX offer_once ON offer (request, person) WHERE state IN ('open', 'accepted');

-- Offers that ran out since the last answer: who leaves many unanswered is asked later in a wave.
ALTER TABLE interpreter ADD COLUMN unanswered INTEGER NOT NULL DEFAULT 0;

-- since: for how long on call; idle_since: since when without a call, who waits longest is rung
-- first.
CREATE TABLE on_call (
    person UUID NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    idle_since BIGINT NOT NULL,
    CONSTRAINT on_call_key PRIMARY KEY (person),
    CONSTRAINT on_call_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT on_call_span CHECK (since < until)
);
CREATE INDEX on_call_idle ON on_call (idle_since);

-- What was asked for and nobody could do, without anything about a person; met: when somebody
-- was found after all.
CREATE TABLE unmet (
    request UUID NOT NULL,
    leg INTEGER NOT NULL,
    language_a TEXT NOT NULL,
    language_b TEXT NOT NULL,
    mode TEXT NOT NULL,
    setting TEXT NOT NULL,
    country TEXT NOT NULL,
    lead_minutes BIGINT NOT NULL,
    at BIGINT NOT NULL,
    met BIGINT,
    CONSTRAINT unmet_key PRIMARY KEY (request, leg),
    CONSTRAINT unmet_leg FOREIGN KEY (request, leg) REFERENCES leg (request, leg)
);
CREATE INDEX unmet_by_country ON unmet (country, at);
