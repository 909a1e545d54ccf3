-- People: accounts, interpreters with what they can do, and when. Times are microseconds UTC.

CREATE TABLE bank (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT bank_key PRIMARY KEY (key)
) STRICT;

CREATE TABLE person (
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    password TEXT,
    role TEXT NOT NULL,
    country TEXT NOT NULL,
    zone TEXT NOT NULL,
    created INTEGER NOT NULL,
    CONSTRAINT person_key PRIMARY KEY (id),
    CONSTRAINT person_email_once UNIQUE (email)
) STRICT;

CREATE TABLE interpreter (
    person BLOB NOT NULL,
    number INTEGER NOT NULL,
    gender TEXT NOT NULL,
    home TEXT NOT NULL,
    vetted_until INTEGER,
    trauma_trained INTEGER NOT NULL,
    reliability INTEGER NOT NULL,
    minutes_worked INTEGER NOT NULL,
    notice_minutes INTEGER NOT NULL,
    CONSTRAINT interpreter_key PRIMARY KEY (person),
    CONSTRAINT interpreter_person FOREIGN KEY (person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT interpreter_number_once UNIQUE (number),
    CONSTRAINT interpreter_trauma_trained_flag CHECK (trauma_trained IN (0, 1)),
    CONSTRAINT interpreter_reliability_permille CHECK (reliability BETWEEN 0 AND 1000),
    CONSTRAINT interpreter_minutes_worked_sign CHECK (minutes_worked >= 0),
    CONSTRAINT interpreter_notice_sign CHECK (notice_minutes >= 0)
) STRICT;

CREATE TABLE spoken (
    person BLOB NOT NULL,
    language TEXT NOT NULL,
    class TEXT NOT NULL,
    CONSTRAINT spoken_key PRIMARY KEY (person, language),
    CONSTRAINT spoken_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT spoken_class CHECK (class IN ('A', 'B', 'C'))
) STRICT, WITHOUT ROWID;
CREATE INDEX spoken_by ON spoken (language, person);

-- A search is one range of this key.
CREATE TABLE service (
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    mode TEXT NOT NULL,
    setting TEXT NOT NULL,
    person BLOB NOT NULL,
    CONSTRAINT service_key PRIMARY KEY (source, target, mode, setting, person),
    CONSTRAINT service_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT service_directed CHECK (source <> target)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_of_person ON service (person);

CREATE TABLE credential (
    person BLOB NOT NULL,
    scheme TEXT NOT NULL,
    issuer TEXT NOT NULL,
    valid_until INTEGER,
    CONSTRAINT credential_key PRIMARY KEY (person, scheme),
    CONSTRAINT credential_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE recognition (
    scheme TEXT NOT NULL,
    country TEXT NOT NULL,
    setting TEXT NOT NULL,
    level TEXT NOT NULL,
    CONSTRAINT recognition_key PRIMARY KEY (scheme, country, setting),
    CONSTRAINT recognition_level CHECK (level IN ('certified', 'provisional'))
) STRICT, WITHOUT ROWID;

-- Weekly hours on the wall clock of person.zone; 1440 is the midnight that ends the day.
CREATE TABLE week_rule (
    person BLOB NOT NULL,
    day INTEGER NOT NULL,
    from_minute INTEGER NOT NULL,
    to_minute INTEGER NOT NULL,
    CONSTRAINT week_rule_key PRIMARY KEY (person, day, from_minute),
    CONSTRAINT week_rule_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT week_rule_day CHECK (day BETWEEN 1 AND 7),
    CONSTRAINT week_rule_span CHECK (0 <= from_minute AND from_minute < to_minute AND to_minute <= 1440)
) STRICT, WITHOUT ROWID;

CREATE TABLE block (
    id BLOB NOT NULL,
    person BLOB NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    zone TEXT NOT NULL,
    CONSTRAINT block_key PRIMARY KEY (id),
    CONSTRAINT block_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT block_span CHECK (starts < ends)
) STRICT;
CREATE INDEX block_of_person ON block (person, ends);
