-- Legs of a request (one booth each), waves of offers, who is on call, and what nobody could do.

CREATE TABLE leg (
    request BLOB NOT NULL,
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
) STRICT, WITHOUT ROWID;
INSERT INTO leg (request, leg, language_a, language_b, mode, seats, taken, team_rule)
    SELECT id, 0, json_extract(input, '$.languages[0]'), json_extract(input, '$.languages[1]'),
        json_extract(input, '$.mode'), seats, taken, team_rule FROM request;

-- wave: the last one sent; waves: none while offers are made by hand; due: when the next thing
-- happens by itself; ended_by: why it is cancelled; victim: her pseudonym within the case; round:
-- how often it was moved, offers of earlier rounds are history.
ALTER TABLE request ADD COLUMN wave INTEGER NOT NULL DEFAULT 0;
ALTER TABLE request ADD COLUMN waves TEXT
    CONSTRAINT request_waves CHECK (waves IN ('running', 'exhausted'));
ALTER TABLE request ADD COLUMN due INTEGER;
ALTER TABLE request ADD COLUMN escalated INTEGER;
ALTER TABLE request ADD COLUMN ended_by TEXT;
ALTER TABLE request ADD COLUMN victim TEXT;
ALTER TABLE request ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
CREATE INDEX request_due ON request (due) WHERE due IS NOT NULL;

-- One live offer a person and request; earlier ones that ran out or were declined stay.
CREATE TABLE offer_of_leg (
    id BLOB NOT NULL,
    request BLOB NOT NULL,
    leg INTEGER NOT NULL,
    person BLOB NOT NULL,
    state TEXT NOT NULL,
    way TEXT NOT NULL,
    wave INTEGER NOT NULL,
    round INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    created INTEGER NOT NULL,
    expires INTEGER,
    answered INTEGER,
    CONSTRAINT offer_key PRIMARY KEY (id),
    CONSTRAINT offer_leg FOREIGN KEY (request, leg) REFERENCES leg (request, leg),
    CONSTRAINT offer_person FOREIGN KEY (person) REFERENCES interpreter (person),
    CONSTRAINT offer_state CHECK (state IN
        ('open', 'accepted', 'declined', 'closed', 'expired', 'withdrawn')),
    CONSTRAINT offer_way CHECK (way IN ('hand', 'wave', 'chain', 'ring', 'again'))
) STRICT;
INSERT INTO offer_of_leg (id, request, leg, person, state, way, wave, reason, created, answered)
    SELECT id, request, 0, person, state, 'hand', 0, reason, created, answered FROM offer;
DROP TABLE offer;
ALTER TABLE offer_of_leg RENAME TO offer;
CREATE INDEX offer_to_person ON offer (person, created);
CREATE INDEX offer_of_request ON offer (request, state);
CREATE UNIQUE INDEX offer_once ON offer (request, person) WHERE state IN ('open', 'accepted');

-- Offers that ran out since the last answer: who leaves many unanswered is asked later in a wave.
ALTER TABLE interpreter ADD COLUMN unanswered INTEGER NOT NULL DEFAULT 0;

-- since: for how long on call; idle_since: since when without a call, who waits longest is rung
-- first.
CREATE TABLE on_call (
    person BLOB NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    idle_since INTEGER NOT NULL,
    CONSTRAINT on_call_key PRIMARY KEY (person),
    CONSTRAINT on_call_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT on_call_span CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX on_call_idle ON on_call (idle_since);

-- What was asked for and nobody could do, without anything about a person; met: when somebody
-- was found after all.
CREATE TABLE unmet (
    request BLOB NOT NULL,
    leg INTEGER NOT NULL,
    language_a TEXT NOT NULL,
    language_b TEXT NOT NULL,
    mode TEXT NOT NULL,
    setting TEXT NOT NULL,
    country TEXT NOT NULL,
    lead_minutes INTEGER NOT NULL,
    at INTEGER NOT NULL,
    met INTEGER,
    CONSTRAINT unmet_key PRIMARY KEY (request, leg),
    CONSTRAINT unmet_leg FOREIGN KEY (request, leg) REFERENCES leg (request, leg)
) STRICT, WITHOUT ROWID;
CREATE INDEX unmet_by_country ON unmet (country, at);
