-- The life of an account: state, language of its pages, one-time tickets; applications to the bank
-- with the steps of their vetting. Times are microseconds UTC.

ALTER TABLE person ADD COLUMN language TEXT NOT NULL DEFAULT 'es'
    CONSTRAINT person_language CHECK (language IN ('es', 'en', 'fr'));
ALTER TABLE person ADD COLUMN state TEXT NOT NULL DEFAULT 'active'
    CONSTRAINT person_state CHECK (state IN ('invited', 'active', 'suspended', 'left'));
ALTER TABLE person ADD COLUMN email_verified INTEGER;
ALTER TABLE person ADD COLUMN ended INTEGER;
CREATE INDEX person_of_country ON person (country, role, created);
CREATE INDEX login_of_person ON login (person) WHERE person IS NOT NULL;

-- languages: JSON, what the applicant says of herself.
CREATE TABLE application (
    id BLOB NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    country TEXT NOT NULL,
    zone TEXT NOT NULL,
    language TEXT NOT NULL,
    gender TEXT NOT NULL,
    home TEXT NOT NULL,
    languages TEXT NOT NULL,
    reason TEXT,
    person BLOB,
    decided_by BLOB,
    decided INTEGER,
    verified INTEGER,
    created INTEGER NOT NULL,
    CONSTRAINT application_key PRIMARY KEY (id),
    CONSTRAINT application_email_once UNIQUE (email),
    CONSTRAINT application_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT application_decided_by FOREIGN KEY (decided_by) REFERENCES person (id),
    CONSTRAINT application_state CHECK (state IN ('unverified', 'received', 'approved', 'refused'))
) STRICT;
CREATE INDEX application_in_country ON application (country, state, created);

-- That a step of the vetting was done, by whom and when; never what was found.
CREATE TABLE vetting_step (
    application BLOB NOT NULL,
    step TEXT NOT NULL,
    done_by BLOB NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT vetting_step_key PRIMARY KEY (application, step),
    CONSTRAINT vetting_step_application FOREIGN KEY (application) REFERENCES application (id) ON DELETE CASCADE,
    CONSTRAINT vetting_step_done_by FOREIGN KEY (done_by) REFERENCES person (id)
) STRICT, WITHOUT ROWID;

-- One-time secrets that come by e-mail. Only the SHA-256 is kept.
CREATE TABLE ticket (
    hash BLOB NOT NULL,
    purpose TEXT NOT NULL,
    person BLOB,
    application BLOB,
    valid_until INTEGER NOT NULL,
    created INTEGER NOT NULL,
    used INTEGER,
    CONSTRAINT ticket_key PRIMARY KEY (hash),
    CONSTRAINT ticket_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT ticket_application FOREIGN KEY (application) REFERENCES application (id) ON DELETE CASCADE,
    CONSTRAINT ticket_one_holder CHECK ((person IS NULL) <> (application IS NULL)),
    CONSTRAINT ticket_purpose CHECK (purpose IN ('begin', 'reset', 'verify'))
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_of_person ON ticket (person) WHERE person IS NOT NULL;
CREATE INDEX ticket_of_application ON ticket (application) WHERE application IS NOT NULL;
