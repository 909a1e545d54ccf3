-- People in depth: what vouches for them, what rules them out, and the organisations they work for.

-- A level on the scale of the ILR or the CEFR, and who attested it. All three columns or none.
ALTER TABLE spoken ADD COLUMN level TEXT;
ALTER TABLE spoken ADD COLUMN attested_by TEXT;
ALTER TABLE spoken ADD COLUMN attested_at INTEGER;

-- vetting: the state; `expired` is never stored, it is `cleared` whose vetted_until has passed.
-- vetted_until is NULL in every state but `cleared`, so that a reader of the date alone is right.
ALTER TABLE interpreter ADD COLUMN vetting TEXT NOT NULL DEFAULT 'none'
    CONSTRAINT interpreter_vetting CHECK (vetting IN ('none', 'in_progress', 'cleared', 'suspended'));
UPDATE interpreter SET vetting = 'cleared' WHERE vetted_until IS NOT NULL;
ALTER TABLE interpreter ADD COLUMN age_band TEXT;
ALTER TABLE interpreter ADD COLUMN deaf INTEGER NOT NULL DEFAULT 0
    CONSTRAINT interpreter_deaf_flag CHECK (deaf IN (0, 1));
ALTER TABLE interpreter ADD COLUMN equipment_checked INTEGER;
ALTER TABLE interpreter ADD COLUMN headset INTEGER NOT NULL DEFAULT 0
    CONSTRAINT interpreter_headset_flag CHECK (headset IN (0, 1));
ALTER TABLE interpreter ADD COLUMN wired_network INTEGER NOT NULL DEFAULT 0
    CONSTRAINT interpreter_wired_network_flag CHECK (wired_network IN (0, 1));
-- No currency: works as a volunteer or has not said. Money in hundredths.
ALTER TABLE interpreter ADD COLUMN volunteer INTEGER NOT NULL DEFAULT 0
    CONSTRAINT interpreter_volunteer_flag CHECK (volunteer IN (0, 1));
ALTER TABLE interpreter ADD COLUMN fee_currency TEXT;
ALTER TABLE interpreter ADD COLUMN fee_hour_cents INTEGER;
ALTER TABLE interpreter ADD COLUMN fee_minimum_minutes INTEGER;

-- Every change of a vetting; the last one is interpreter.vetting.
CREATE TABLE vetting (
    person BLOB NOT NULL,
    seq INTEGER NOT NULL,
    state TEXT NOT NULL,
    until INTEGER,
    decided_by BLOB NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT vetting_key PRIMARY KEY (person, seq),
    CONSTRAINT vetting_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT vetting_decided_by FOREIGN KEY (decided_by) REFERENCES person (id)
) STRICT, WITHOUT ROWID;

ALTER TABLE credential ADD COLUMN number TEXT;
ALTER TABLE credential ADD COLUMN valid_from INTEGER;

CREATE TABLE credential_document (
    person BLOB NOT NULL,
    scheme TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    uploaded INTEGER NOT NULL,
    CONSTRAINT credential_document_key PRIMARY KEY (person, scheme),
    CONSTRAINT credential_document_of FOREIGN KEY (person, scheme)
        REFERENCES credential (person, scheme) ON DELETE CASCADE,
    CONSTRAINT credential_document_type
        CHECK (media_type IN ('application/pdf', 'image/png', 'image/jpeg'))
) STRICT;

-- What the requesting country calls the holder; empty where the level's own word will do.
ALTER TABLE recognition ADD COLUMN name_es TEXT NOT NULL DEFAULT '';
ALTER TABLE recognition ADD COLUMN name_en TEXT NOT NULL DEFAULT '';
ALTER TABLE recognition ADD COLUMN name_fr TEXT NOT NULL DEFAULT '';

CREATE TABLE training (
    person BLOB NOT NULL,
    kind TEXT NOT NULL,
    issuer TEXT NOT NULL,
    given INTEGER NOT NULL,
    valid_until INTEGER,
    CONSTRAINT training_key PRIMARY KEY (person, kind),
    CONSTRAINT training_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT training_kind CHECK (kind IN ('trauma_informed', 'child_interview'))
) STRICT, WITHOUT ROWID;

-- Facts that may be a conflict of interest, of a person and of a request: keyed hashes only.
CREATE TABLE conflict_fact (
    id BLOB NOT NULL,
    person BLOB NOT NULL,
    kind TEXT NOT NULL,
    digest BLOB NOT NULL,
    declared INTEGER NOT NULL,
    CONSTRAINT conflict_fact_key PRIMARY KEY (id),
    CONSTRAINT conflict_fact_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT conflict_fact_once UNIQUE (person, kind, digest)
) STRICT;
CREATE INDEX conflict_fact_by ON conflict_fact (digest, person);

CREATE TABLE request_fact (
    request BLOB NOT NULL,
    kind TEXT NOT NULL,
    digest BLOB NOT NULL,
    CONSTRAINT request_fact_key PRIMARY KEY (request, kind, digest),
    CONSTRAINT request_fact_request FOREIGN KEY (request) REFERENCES request (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    kind TEXT NOT NULL,
    zone TEXT NOT NULL,
    created INTEGER NOT NULL,
    CONSTRAINT organisation_key PRIMARY KEY (id),
    CONSTRAINT organisation_name_once UNIQUE (country, name),
    CONSTRAINT organisation_kind CHECK (kind IN ('court', 'ngo', 'agency', 'university'))
) STRICT;

-- A person belongs to one organisation at most; its interpreters are shown under its name.
CREATE TABLE membership (
    person BLOB NOT NULL,
    organisation BLOB NOT NULL,
    role TEXT NOT NULL,
    since INTEGER NOT NULL,
    CONSTRAINT membership_key PRIMARY KEY (person),
    CONSTRAINT membership_person FOREIGN KEY (person) REFERENCES person (id) ON DELETE CASCADE,
    CONSTRAINT membership_organisation FOREIGN KEY (organisation) REFERENCES organisation (id),
    CONSTRAINT membership_role CHECK (role IN ('interpreter', 'duty_desk'))
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_of ON membership (organisation, role, person);

-- Who of an organisation is on duty when.
CREATE TABLE roster_shift (
    id BLOB NOT NULL,
    organisation BLOB NOT NULL,
    person BLOB NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    CONSTRAINT roster_shift_key PRIMARY KEY (id),
    CONSTRAINT roster_shift_organisation FOREIGN KEY (organisation) REFERENCES organisation (id),
    CONSTRAINT roster_shift_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE,
    CONSTRAINT roster_shift_span CHECK (starts < ends)
) STRICT;
CREATE INDEX roster_shift_when ON roster_shift (organisation, starts);
CREATE INDEX roster_shift_of_person ON roster_shift (person, starts);

-- A request put to an organisation: its duty desk assigns one of its own.
CREATE TABLE slot (
    id BLOB NOT NULL,
    request BLOB NOT NULL,
    leg INTEGER NOT NULL DEFAULT 0,
    organisation BLOB NOT NULL,
    state TEXT NOT NULL,
    assigned BLOB,
    assigned_by BLOB,
    created INTEGER NOT NULL,
    answered INTEGER,
    CONSTRAINT slot_key PRIMARY KEY (id),
    CONSTRAINT slot_request FOREIGN KEY (request) REFERENCES request (id),
    CONSTRAINT slot_organisation FOREIGN KEY (organisation) REFERENCES organisation (id),
    CONSTRAINT slot_assigned FOREIGN KEY (assigned) REFERENCES interpreter (person),
    CONSTRAINT slot_assigned_by FOREIGN KEY (assigned_by) REFERENCES person (id),
    CONSTRAINT slot_state CHECK (state IN ('open', 'assigned', 'declined', 'closed')),
    CONSTRAINT slot_assigned_to_one CHECK ((state = 'assigned') = (assigned IS NOT NULL))
) STRICT;
CREATE INDEX slot_of_organisation ON slot (organisation, state, created);
CREATE INDEX slot_for_request ON slot (request);

-- Experts are people of the bank without services: found by field, never by a search for a pair.
CREATE TABLE expert (
    person BLOB NOT NULL,
    field TEXT NOT NULL,
    about TEXT NOT NULL,
    CONSTRAINT expert_key PRIMARY KEY (person),
    CONSTRAINT expert_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX expert_in ON expert (field, person);

CREATE TABLE expert_tag (
    person BLOB NOT NULL,
    tag TEXT NOT NULL,
    CONSTRAINT expert_tag_key PRIMARY KEY (person, tag),
    CONSTRAINT expert_tag_person FOREIGN KEY (person) REFERENCES expert (person) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX expert_tagged ON expert_tag (tag, person);
