-- Requests, offers, hearings, and the bookings that hold people and places for them.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE request (
    id UUID NOT NULL,
    requester UUID NOT NULL,
    state TEXT NOT NULL,
    input TEXT NOT NULL,
    case_reference TEXT,
    country TEXT NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    local_start TEXT NOT NULL,
    zone TEXT NOT NULL,
    seats INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    team_rule TEXT,
    created BIGINT NOT NULL,
    CONSTRAINT request_key PRIMARY KEY (id),
    CONSTRAINT request_requester FOREIGN KEY (requester) REFERENCES person (id),
    CONSTRAINT request_state CHECK (state IN ('open', 'offered', 'booked', 'cancelled')),
    CONSTRAINT request_span CHECK (starts < ends),
    CONSTRAINT request_seats CHECK (seats >= 1),
    CONSTRAINT request_not_overbooked CHECK (0 <= taken AND taken <= seats)
);
CREATE INDEX request_of_requester ON request (requester, created);
CREATE INDEX request_of_case ON request (case_reference) WHERE case_reference IS NOT NULL;

CREATE TABLE timeline (
    request UUID NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    who TEXT NOT NULL,
    CONSTRAINT timeline_key PRIMARY KEY (request, seq),
    CONSTRAINT timeline_request FOREIGN KEY (request) REFERENCES request (id)
);

CREATE TABLE offer (
    id UUID NOT NULL,
    request UUID NOT NULL,
    person UUID NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    created BIGINT NOT NULL,
    answered BIGINT,
    CONSTRAINT offer_key PRIMARY KEY (id),
    CONSTRAINT offer_request FOREIGN KEY (request) REFERENCES request (id),
    CONSTRAINT offer_person FOREIGN KEY (person) REFERENCES interpreter (person),
    CONSTRAINT offer_once UNIQUE (request, person),
    CONSTRAINT offer_state CHECK (state IN ('open', 'accepted', 'declined', 'closed'))
);
CREATE INDEX offer_to_person ON offer (person, created);

CREATE TABLE hearing (
    id UUID NOT NULL,
    request UUID,
    opened_by UUID NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    country TEXT NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    local_start TEXT NOT NULL,
    zone TEXT NOT NULL,
    lead_seat INTEGER NOT NULL,
    created BIGINT NOT NULL,
    CONSTRAINT hearing_key PRIMARY KEY (id),
    CONSTRAINT hearing_request FOREIGN KEY (request) REFERENCES request (id),
    CONSTRAINT hearing_request_once UNIQUE (request),
    CONSTRAINT hearing_opened_by FOREIGN KEY (opened_by) REFERENCES person (id),
    CONSTRAINT hearing_state CHECK (state IN ('booked', 'live', 'closed', 'cancelled')),
    CONSTRAINT hearing_span CHECK (starts < ends)
);
CREATE INDEX hearing_in_state ON hearing (state, starts);

-- languages: separated by spaces, the first is what the person speaks on the floor.
CREATE TABLE participant (
    hearing UUID NOT NULL,
    seat INTEGER NOT NULL,
    role TEXT NOT NULL,
    label TEXT NOT NULL,
    languages TEXT NOT NULL,
    place UUID,
    person UUID,
    booth INTEGER,
    CONSTRAINT participant_key PRIMARY KEY (hearing, seat),
    CONSTRAINT participant_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT participant_place FOREIGN KEY (place) REFERENCES place (id),
    CONSTRAINT participant_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT participant_seat CHECK (seat >= 1)
);
CREATE INDEX participant_is_person ON participant (person) WHERE person IS NOT NULL;

CREATE TABLE booth (
    hearing UUID NOT NULL,
    booth INTEGER NOT NULL,
    language_a TEXT NOT NULL,
    language_b TEXT NOT NULL,
    mode TEXT NOT NULL,
    CONSTRAINT booth_key PRIMARY KEY (hearing, booth),
    CONSTRAINT booth_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT booth_two_languages CHECK (language_a <> language_b)
);

CREATE TABLE booking (
    id UUID NOT NULL,
    interpreter UUID,
    place UUID,
    request UUID,
    hearing UUID,
    mode TEXT,
    state TEXT NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    CONSTRAINT booking_key PRIMARY KEY (id),
    CONSTRAINT booking_interpreter FOREIGN KEY (interpreter) REFERENCES interpreter (person),
    CONSTRAINT booking_place FOREIGN KEY (place) REFERENCES place (id),
    CONSTRAINT booking_request FOREIGN KEY (request) REFERENCES request (id),
    CONSTRAINT booking_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT booking_one_resource CHECK ((interpreter IS NULL) <> (place IS NULL)),
    CONSTRAINT booking_state CHECK (state IN ('held', 'confirmed', 'cancelled')),
    CONSTRAINT booking_span CHECK (starts < ends),
    -- Nobody and nothing is booked twice at a time, whoever writes.
    CONSTRAINT booking_interpreter_overlap EXCLUDE USING gist
        (interpreter WITH =, int8range(starts, ends) WITH &&)
        WHERE (state <> 'cancelled' AND interpreter IS NOT NULL),
    CONSTRAINT booking_place_overlap EXCLUDE USING gist
        (place WITH =, int8range(starts, ends) WITH &&)
        WHERE (state <> 'cancelled' AND place IS NOT NULL)
);
CREATE INDEX booking_of_interpreter ON booking (interpreter, ends) WHERE interpreter IS NOT NULL;
CREATE INDEX booking_of_place ON booking (place, ends) WHERE place IS NOT NULL;
CREATE INDEX booking_for_request ON booking (request);
CREATE INDEX booking_for_hearing ON booking (hearing);
