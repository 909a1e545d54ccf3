-- Varieties that countries add, interpreters' greetings, and what somebody understood by ear.

CREATE TABLE variety (
    language TEXT NOT NULL,
    name_es TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_fr TEXT NOT NULL,
    places TEXT NOT NULL,
    names TEXT NOT NULL,
    country TEXT NOT NULL,
    added_by UUID NOT NULL,
    added BIGINT NOT NULL,
    CONSTRAINT variety_key PRIMARY KEY (language),
    CONSTRAINT variety_added_by FOREIGN KEY (added_by) REFERENCES person (id)
);

-- One greeting for each variety of an interpreter; heard by others once it is approved.
CREATE TABLE greeting (
    id UUID NOT NULL,
    person UUID NOT NULL,
    language TEXT NOT NULL,
    audio BYTEA NOT NULL,
    length_ms INTEGER NOT NULL,
    recorded BIGINT NOT NULL,
    approved_by UUID,
    approved BIGINT,
    CONSTRAINT greeting_key PRIMARY KEY (id),
    CONSTRAINT greeting_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT greeting_once UNIQUE (person, language),
    CONSTRAINT greeting_size CHECK (octet_length(audio) BETWEEN 1 AND 204800),
    CONSTRAINT greeting_length CHECK (length_ms BETWEEN 1 AND 10500),
    CONSTRAINT greeting_approval CHECK ((approved IS NULL) = (approved_by IS NULL))
);
CREATE INDEX greeting_of_language ON greeting (language, approved);

-- A language and how sure it is; nothing about the person who listened.
CREATE TABLE by_ear_result (
    id UUID NOT NULL,
    language TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    code_confidence INTEGER NOT NULL,
    heard INTEGER NOT NULL,
    person UUID,
    hearing UUID,
    seat INTEGER,
    made BIGINT NOT NULL,
    CONSTRAINT by_ear_result_key PRIMARY KEY (id),
    CONSTRAINT by_ear_result_person FOREIGN KEY (person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT by_ear_result_seat FOREIGN KEY (hearing, seat)
        REFERENCES participant (hearing, seat) ON DELETE CASCADE,
    CONSTRAINT by_ear_result_maker CHECK ((person IS NULL) = (hearing IS NOT NULL)),
    CONSTRAINT by_ear_result_whole_seat CHECK ((hearing IS NULL) = (seat IS NULL)),
    CONSTRAINT by_ear_result_percent CHECK (confidence BETWEEN 0 AND code_confidence
        AND code_confidence <= 100),
    CONSTRAINT by_ear_result_heard CHECK (heard >= 1)
);
