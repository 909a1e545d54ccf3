-- The life of an account: state, language of its pages, one-time tickets; applications to the bank
-- with the steps of their vetting. Times are microseconds UTC.

ALTER TABLE person ADD COLUMN language TEXT NOT NULL DEFAULT 'es'
    CONSTRAINT person_language CHECK (language IN ('es', 'en', 'fr'));
ALTER TABLE person ADD COLUMN state TEXT NOT NULL DEFAULT 'active'
    CONSTRAINT person_state CHECK (state IN ('invited', 'active', 'suspended', 'left'));
ALTER TABLE person ADD COLUMN email_verified BIGINT;
ALTER TABLE person ADD COLUMN ended BIGINT;
CREATE INDEX person_of_country ON person (country, role, created);
CREATE INDEX login_of_person ON login (person) WHERE person IS NOT NULL;

-- languages: JSON, what the applicant says of herself.
CREATE TABLE application (
    id UUID NOT NULL,
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
    person UUID,
    decided_by UUID,
    decided BIGINT,
    verified BIGINT,
    created BIGINT NOT NULL,
    CONSTRAINT application_key PRIMARY KEY (id),
    CONSTRAINT application_email_once UNIQUE (email),
    CONSTRAINT application_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT application_decided_by FOREIGN KEY (decided_by) REFERENCES person (id),
    CONSTRAINT application_state CHECK (state IN ('unverified', 'received', 'approved', 'refused'))
);
CREATE INDEX application_in_country ON application (country, state, created);

-- That a step of the vetting was done, by whom and when; never what was found.
CREATE TABLE vetting_step (
    application UUID NOT NULL,
    step TEXT NOT NULL,
    done_by UUID NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT vetting_step_key PRIMARY KEY (application, step),
    CONSTRAINT vetting_step_application FOREIGN KEY (application) REFERENCES application (id) ON DELETE CASCADE,
    CONSTRAINT vetting_step_done_by FOREIGN KEY (done_by) REFERENCES person (id)
);

-- One-time secrets that come by e-mail. Only the SHA-256 is kept.
CREATE TABLE ticket (
    hash BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    person UUID,
    application UUID,
    valid_until BIGINT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT,
    CONSTRAINT ticket_key PRIMARY KEY (hash),
    CONSTRAINT ticket_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT ticket_application FOREIGN KEY (application) REFERENCES application (id) ON DELETE CASCADE,
    CONSTRAINT ticket_one_holder CHECK ((person IS NULL) <> (application IS NULL)),
    CONSTRAINT ticket_purpose CHECK (purpose IN ('begin', 'reset', 'verify'))
);
CREATE INDEX ticket_of_person ON ticket (person) WHERE person IS NOT NULL;
CREATE INDEX ticket_of_application ON ticket (application) WHERE application IS NOT NULL;
