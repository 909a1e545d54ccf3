-- People in depth: what vouches for them, what rules them out, and the organisations they work for.

-- A level on the scale of the ILR or the CEFR, and who attested it. All three columns or none.
ALTER TABLE spoken ADD COLUMN level TEXT;
ALTER TABLE spoken ADD COLUMN attested_by TEXT;
ALTER TABLE spoken ADD COLUMN attested_at BIGINT;

-- vetting: the state; `expired` is never stored, it is `cleared` whose vetted_until has passed.
-- vetted_until is NULL in every state but `cleared`, so that a reader of the date alone is right.
ALTER TABLE interpreter ADD COLUMN vetting TEXT NOT NULL DEFAULT 'none'
    CONSTRAINT interpreter_vetting CHECK (vetting IN ('none', 'in_progress', 'cleared', 'suspended'));
UPDATE interpreter SET vetting = 'cleared' WHERE vetted_until IS NOT NULL;
ALTER TABLE interpreter ADD COLUMN age_band TEXT;
ALTER TABLE interpreter ADD COLUMN deaf BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE interpreter ADD COLUMN equipment_checked BIGINT;
ALTER TABLE interpreter ADD COLUMN headset BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE interpreter ADD COLUMN wired_network BOOLEAN NOT NULL DEFAULT FALSE;
-- No currency: works as a volunteer or has not said. Money in hundredths.
ALTER TABLE interpreter ADD COLUMN volunteer BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE interpreter ADD COLUMN fee_currency TEXT;
ALTER TABLE interpreter ADD COLUMN fee_hour_cents BIGINT;
ALTER TABLE interpreter ADD COLUMN fee_minimum_minutes BIGINT;

-- Every change of a vetting; the last one is interpreter.vetting.
CREATE TABLE vetting (
    person UUID NOT NULL,
    seq BIGINT NOT NULL,
    state TEXT NOT NULL,
    until BIGINT,
    decided_by UUID NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT vetting_key PRIMARY KEY (person, seq),
    CONSTRAINT vetting_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT vetting_decided_by FOREIGN KEY (decided_by) REFERENCES person (id)
);

ALTER TABLE credential ADD COLUMN number TEXT;
ALTER TABLE credential ADD COLUMN valid_from BIGINT;

CREATE TABLE credential_document (
    person UUID NOT NULL,
    scheme TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    uploaded BIGINT NOT NULL,
    CONSTRAINT credential_document_key PRIMARY KEY (person, scheme),
    CONSTRAINT credential_document_of FOREIGN KEY (person, scheme)
        REFERENCES credential (person, scheme) ON DELETE CASCADE,
    CONSTRAINT credential_document_type
        CHECK (media_type IN ('application/pdf', 'image/png', 'image/jpeg'))
);

-- What the requesting country calls the holder; empty where the level's own word will do.
ALTER TABLE recognition ADD COLUMN name_es TEXT NOT NULL DEFAULT '';
ALTER TABLE recognition ADD COLUMN name_en TEXT NOT NULL DEFAULT '';
ALTER TABLE recognition ADD COLUMN name_fr TEXT NOT NULL DEFAULT '';

CREATE TABLE training (
    person UUID NOT NULL,
    kind TEXT NOT NULL,
    issuer TEXT NOT NULL,
    given BIGINT NOT NULL,
    valid_until BIGINT,
    CONSTRAINT training_key PRIMARY KEY (person, kind),
    CONSTRAINT training_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT training_kind CHECK (kind IN ('trauma_informed', 'child_interview'))
);

-- Facts that may be a conflict of interest, of a person and of a request: keyed hashes only.
CREATE TABLE conflict_fact (
    id UUID NOT NULL,
    person UUID NOT NULL,
    kind TEXT NOT NULL,
    digest BYTEA NOT NULL,
    declared BIGINT NOT NULL,
    CONSTRAINT conflict_fact_key PRIMARY KEY (id),
    CONSTRAINT conflict_fact_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT conflict_fact_once UNIQUE (person, kind, digest)
);
CREATE INDEX conflict_fact_by ON conflict_fact (digest, person);

CREATE TABLE request_fact (
    request UUID NOT NULL,
    kind TEXT NOT NULL,
    digest BYTEA NOT NULL,
    CONSTRAINT request_fact_key PRIMARY KEY (request, kind, digest),
    CONSTRAINT request_fact_request FOREIGN KEY (request) REFERENCES request (id)
);

CREATE TABLE organisation (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    kind TEXT NOT NULL,
    zone TEXT NOT NULL,
    created BIGINT NOT NULL,
    CONSTRAINT organisation_key PRIMARY KEY (id),
    CONSTRAINT organisation_name_once UNIQUE (country, name),
    CONSTRAINT organisation_kind CHECK (kind IN ('court', 'ngo', 'agency', 'university'))
);

-- A person belongs to one organisation at most; its interpreters are shown under its name.
CREATE TABLE membership (
    person UUID NOT NULL,
    organisation UUID NOT NULL,
    role TEXT NOT NULL,
    since BIGINT NOT NULL,
    CONSTRAINT membership_key PRIMARY KEY (person),
    CONSTRAINT membership_person FOREIGN KEY (person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT membership_organisation FOREIGN KEY (organisation) REFERENCES organisation (id),
    CONSTRAINT membership_role CHECK (role IN ('interpreter', 'duty_desk'))
);
CREATE INDEX membership_of ON membership (organisation, role, person);

-- Who of an organisation is on duty when.
CREATE TABLE roster_shift (
    id UUID NOT NULL,
    organisation UUID NOT NULL,
    person UUID NOT NULL,
    starts BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    CONSTRAINT roster_shift_key PRIMARY KEY (id),
    CONSTRAINT roster_shift_organisation FOREIGN KEY (organisation) REFERENCES organisation (id),
    CONSTRAINT roster_shift_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT roster_shift_span CHECK (starts < ends)
);
CREATE INDEX roster_shift_when ON roster_shift (organisation, starts);
CREATE INDEX roster_shift_of_person ON roster_shift (person, starts);

-- A request put to an organisation: its duty desk assigns one of its own.
CREATE TABLE slot (
    id UUID NOT NULL,
    request UUID NOT NULL,
    leg INTEGER NOT NULL DEFAULT 0,
    organisation UUID NOT NULL,
    state TEXT NOT NULL,
    assigned UUID,
    assigned_by UUID,
    created BIGINT NOT NULL,
    answered BIGINT,
    CONSTRAINT slot_key PRIMARY KEY (id),
    CONSTRAINT slot_request FOREIGN KEY (request) REFERENCES request (id),
    CONSTRAINT slot_organisation FOREIGN KEY (organisation) REFERENCES organisation (id),
    CONSTRAINT slot_assigned FOREIGN KEY (assigned) REFERENCES interpreter (person),
    CONSTRAINT slot_assigned_by FOREIGN KEY (assigned_by) REFERENCES person (id),
    CONSTRAINT slot_state CHECK (state IN ('open', 'assigned', 'declined', 'closed')),
    CONSTRAINT slot_assigned_to_one CHECK ((state = 'assigned') = (assigned IS NOT NULL))
);
CREATE INDEX slot_of_organisation ON slot (organisation, state, created);
CREATE INDEX slot_for_request ON slot (request);

-- Experts are people of the bank without services: found by field, never by a search for a pair.
CREATE TABLE expert (
    person UUID NOT NULL,
    field TEXT NOT NULL,
    about TEXT NOT NULL,
    CONSTRAINT expert_key PRIMARY KEY (person),
    CONSTRAINT expert_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE
);
CREATE INDEX expert_in ON expert (field, person);

CREATE TABLE expert_tag (
    person UUID NOT NULL,
    tag TEXT NOT NULL,
    CONSTRAINT expert_tag_key PRIMARY KEY (person, tag),
    CONSTRAINT expert_tag_person FOREIGN KEY (person) REFERENCES expert (person) ON DELETE CASCADE
);
CREATE INDEX expert_tagged ON expert_tag (tag, person);
