-- Facilities and kits in depth: where they are, when they are open, what their line bears and who
-- looks after them; in whose hands a kit is; checks of equipment; keys of kits.
-- Latitude and longitude are in millionths of a degree, loss in thousandths.

CREATE TABLE facility (
    id UUID NOT NULL,
    country TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    town TEXT NOT NULL,
    zone TEXT NOT NULL,
    latitude INTEGER NOT NULL,
    longitude INTEGER NOT NULL,
    technician UUID,
    phone TEXT,
    directions TEXT,
    created BIGINT NOT NULL,
    CONSTRAINT facility_key PRIMARY KEY (id),
    CONSTRAINT facility_technician FOREIGN KEY (technician) REFERENCES person (id),
    CONSTRAINT facility_latitude CHECK (latitude BETWEEN -90000000 AND 90000000),
    CONSTRAINT facility_longitude CHECK (longitude BETWEEN -180000000 AND 180000000)
);
CREATE INDEX facility_in_country ON facility (country, name);

-- On the facility's own clock. None at all: nobody has said.
CREATE TABLE opening_hours (
    facility UUID NOT NULL,
    day INTEGER NOT NULL,
    from_minute INTEGER NOT NULL,
    to_minute INTEGER NOT NULL,
    CONSTRAINT opening_hours_key PRIMARY KEY (facility, day, from_minute),
    CONSTRAINT opening_hours_facility FOREIGN KEY (facility) REFERENCES facility (id) ON DELETE CASCADE,
    CONSTRAINT opening_hours_day CHECK (day BETWEEN 1 AND 7),
    CONSTRAINT opening_hours_span CHECK (0 <= from_minute AND from_minute < to_minute AND to_minute <= 1440)
);

-- A venue is a room of its facility, a kit is kept at its facility.
ALTER TABLE place ADD COLUMN facility UUID
    CONSTRAINT place_facility REFERENCES facility (id);
ALTER TABLE place ADD COLUMN screen_inches INTEGER
    CONSTRAINT place_screen_inches CHECK (screen_inches BETWEEN 5 AND 200);
ALTER TABLE place ADD COLUMN state TEXT NOT NULL DEFAULT 'ready'
    CONSTRAINT place_state CHECK (state IN ('ready', 'out', 'repair', 'lost', 'revoked'));
-- Where a kit is when it is out, and in whose hands.
ALTER TABLE place ADD COLUMN holder TEXT;
ALTER TABLE place ADD COLUMN expected_back BIGINT;
ALTER TABLE place ADD COLUMN town_now TEXT;
ALTER TABLE place ADD COLUMN latitude INTEGER
    CONSTRAINT place_latitude CHECK (latitude BETWEEN -90000000 AND 90000000);
ALTER TABLE place ADD COLUMN longitude INTEGER
    CONSTRAINT place_longitude CHECK (longitude BETWEEN -180000000 AND 180000000);
-- What the last check measured.
ALTER TABLE place ADD COLUMN down_kbps INTEGER;
ALTER TABLE place ADD COLUMN up_kbps INTEGER;
ALTER TABLE place ADD COLUMN round_trip_ms INTEGER;
ALTER TABLE place ADD COLUMN loss_permille INTEGER;
ALTER TABLE place ADD COLUMN measured BIGINT;
CREATE INDEX place_of_facility ON place (facility);

-- What happened to a kit, never changed afterwards. person: who noted it.
CREATE TABLE kit_move (
    id UUID NOT NULL,
    place UUID NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    person UUID NOT NULL,
    holder TEXT,
    town TEXT,
    expected_back BIGINT,
    words TEXT,
    CONSTRAINT kit_move_key PRIMARY KEY (id),
    CONSTRAINT kit_move_place FOREIGN KEY (place) REFERENCES place (id),
    CONSTRAINT kit_move_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT kit_move_kind CHECK (kind IN ('checked_out', 'checked_in', 'to_repair', 'repaired',
        'lost', 'found', 'revoked', 'enrolled'))
);
CREATE INDEX kit_move_of_place ON kit_move (place, at);

-- person: who ran the check; none for a kit that ran it by itself.
CREATE TABLE equipment_check (
    id UUID NOT NULL,
    place UUID NOT NULL,
    at BIGINT NOT NULL,
    person UUID,
    words TEXT,
    down_kbps INTEGER,
    up_kbps INTEGER,
    round_trip_ms INTEGER,
    loss_permille INTEGER,
    CONSTRAINT equipment_check_key PRIMARY KEY (id),
    CONSTRAINT equipment_check_place FOREIGN KEY (place) REFERENCES place (id),
    CONSTRAINT equipment_check_person FOREIGN KEY (person) REFERENCES person (id)
);
CREATE INDEX equipment_check_of_place ON equipment_check (place, at);

CREATE TABLE equipment_check_item (
    equipment_check UUID NOT NULL,
    item TEXT NOT NULL,
    outcome TEXT NOT NULL,
    words TEXT,
    CONSTRAINT equipment_check_item_key PRIMARY KEY (equipment_check, item),
    CONSTRAINT equipment_check_item_check FOREIGN KEY (equipment_check)
        REFERENCES equipment_check (id) ON DELETE CASCADE,
    CONSTRAINT equipment_check_item_outcome CHECK (outcome IN ('works', 'weak', 'fails', 'missing'))
);

-- The code that enrols a kit, once; sealed, because eight digits are guessed from any hash.
CREATE TABLE kit_code (
    place UUID NOT NULL,
    sealed BYTEA NOT NULL,
    person UUID NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    CONSTRAINT kit_code_key PRIMARY KEY (place),
    CONSTRAINT kit_code_place FOREIGN KEY (place) REFERENCES place (id),
    CONSTRAINT kit_code_person FOREIGN KEY (person) REFERENCES person (id)
);

-- A kit's public key, ECDSA on P-256, as an uncompressed point. A kit has one that has not ended.
CREATE TABLE kit_key (
    public_key BYTEA NOT NULL,
    place UUID NOT NULL,
    created BIGINT NOT NULL,
    ended BIGINT,
    CONSTRAINT kit_key_key PRIMARY KEY (public_key),
    CONSTRAINT kit_key_place FOREIGN KEY (place) REFERENCES place (id)
);
CREATE UNIQUE INDEX kit_key_one_alive ON kit_key (place) WHERE ended IS NULL;

-- What a kit is asked to sign; SHA-256 of it, until it is answered.
CREATE TABLE kit_challenge (
    hash BYTEA NOT NULL,
    place UUID NOT NULL,
    expires BIGINT NOT NULL,
    CONSTRAINT kit_challenge_key PRIMARY KEY (hash),
    CONSTRAINT kit_challenge_place FOREIGN KEY (place) REFERENCES place (id)
);
CREATE INDEX kit_challenge_of_place ON kit_challenge (place);

CREATE TABLE kit_session (
    hash BYTEA NOT NULL,
    place UUID NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    ended BIGINT,
    CONSTRAINT kit_session_key PRIMARY KEY (hash),
    CONSTRAINT kit_session_place FOREIGN KEY (place) REFERENCES place (id)
);
CREATE INDEX kit_session_of_place ON kit_session (place) WHERE ended IS NULL;

-- The kit on which a seat signed in: losing the kit ends that login.
ALTER TABLE login ADD COLUMN kit UUID
    CONSTRAINT login_kit REFERENCES place (id);
CREATE INDEX login_of_kit ON login (kit) WHERE kit IS NOT NULL AND ended IS NULL;
