-- What surrounds a booked hearing: who steps in, what a cancellation costs, the briefing,
-- what people say afterwards, and the time that was spent.

-- When a seat was given up for good.
ALTER TABLE participant ADD COLUMN ended INTEGER;

-- An interpreter's place that became free. `why` is one word; no reason is kept anywhere.
CREATE TABLE vacancy (
    hearing BLOB NOT NULL,
    seat INTEGER NOT NULL,
    person BLOB,
    booth INTEGER NOT NULL,
    why TEXT NOT NULL,
    state TEXT NOT NULL,
    during INTEGER NOT NULL,
    new_seat INTEGER,
    created INTEGER NOT NULL,
    filled INTEGER,
    CONSTRAINT vacancy_key PRIMARY KEY (hearing, seat),
    CONSTRAINT vacancy_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT vacancy_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT vacancy_state CHECK (state IN ('open', 'filled', 'closed')),
    CONSTRAINT vacancy_during_flag CHECK (during IN (0, 1))
) STRICT, WITHOUT ROWID;

-- The question to one interpreter whether she steps in.
CREATE TABLE call_in (
    id BLOB NOT NULL,
    hearing BLOB NOT NULL,
    seat INTEGER NOT NULL,
    person BLOB NOT NULL,
    state TEXT NOT NULL,
    created INTEGER NOT NULL,
    answered INTEGER,
    CONSTRAINT call_in_key PRIMARY KEY (id),
    CONSTRAINT call_in_vacancy FOREIGN KEY (hearing, seat) REFERENCES vacancy (hearing, seat),
    CONSTRAINT call_in_person FOREIGN KEY (person) REFERENCES interpreter (person),
    CONSTRAINT call_in_once UNIQUE (hearing, seat, person),
    CONSTRAINT call_in_state CHECK (state IN ('open', 'accepted', 'declined', 'closed'))
) STRICT;
CREATE INDEX call_in_to_person ON call_in (person, created);

CREATE TABLE fee_rule (
    country TEXT NOT NULL,
    late_hours INTEGER NOT NULL,
    very_late_hours INTEGER NOT NULL,
    late_percent INTEGER NOT NULL,
    very_late_percent INTEGER NOT NULL,
    no_show_percent INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    changed_by BLOB NOT NULL,
    CONSTRAINT fee_rule_key PRIMARY KEY (country),
    CONSTRAINT fee_rule_changed_by FOREIGN KEY (changed_by) REFERENCES person (id),
    CONSTRAINT fee_rule_hours CHECK (0 <= very_late_hours AND very_late_hours <= late_hours),
    CONSTRAINT fee_rule_percent CHECK (
        late_percent BETWEEN 0 AND 100 AND very_late_percent BETWEEN 0 AND 100
        AND no_show_percent BETWEEN 0 AND 100
    )
) STRICT, WITHOUT ROWID;

-- One interpreter's booking that did not come to be, and the side that is answerable.
CREATE TABLE cancellation (
    hearing BLOB NOT NULL,
    person BLOB NOT NULL,
    side TEXT NOT NULL,
    code TEXT NOT NULL,
    percent INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    notice_minutes INTEGER NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT cancellation_key PRIMARY KEY (hearing, person),
    CONSTRAINT cancellation_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT cancellation_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT cancellation_side CHECK (side IN ('requester', 'interpreter')),
    CONSTRAINT cancellation_code CHECK (code IN ('free', 'late', 'very_late', 'no_show'))
) STRICT, WITHOUT ROWID;
CREATE INDEX cancellation_of_person ON cancellation (person, at);

-- subject: the request, or the hearing where there is none. Title and content are sealed with
-- the installation's key.
CREATE TABLE briefing_item (
    id BLOB NOT NULL,
    subject BLOB NOT NULL,
    kind TEXT NOT NULL,
    form TEXT NOT NULL,
    title BLOB NOT NULL,
    content BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    created INTEGER NOT NULL,
    CONSTRAINT briefing_item_key PRIMARY KEY (id),
    CONSTRAINT briefing_item_bytes CHECK (bytes >= 0)
) STRICT;
CREATE INDEX briefing_item_of_subject ON briefing_item (subject, created);

CREATE TABLE feedback (
    hearing BLOB NOT NULL,
    seat INTEGER NOT NULL,
    person BLOB,
    role TEXT NOT NULL,
    understood TEXT,
    sound TEXT,
    conduct TEXT,
    conditions TEXT,
    at INTEGER NOT NULL,
    CONSTRAINT feedback_key PRIMARY KEY (hearing, seat),
    CONSTRAINT feedback_hearing FOREIGN KEY (hearing) REFERENCES hearing (id)
) STRICT, WITHOUT ROWID;

-- A complaint about quality goes to the coordinators of its country and nowhere else.
CREATE TABLE complaint (
    id BLOB NOT NULL,
    hearing BLOB NOT NULL,
    country TEXT NOT NULL,
    from_seat INTEGER NOT NULL,
    about_seat INTEGER NOT NULL,
    subject TEXT NOT NULL,
    text BLOB NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    answered INTEGER,
    CONSTRAINT complaint_key PRIMARY KEY (id),
    CONSTRAINT complaint_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT complaint_state CHECK (state IN ('open', 'answered'))
) STRICT;
CREATE INDEX complaint_in_country ON complaint (country, state, at);

-- What a victim said by picture: this interpreter again, or rather somebody else.
CREATE TABLE victim_preference (
    case_reference TEXT NOT NULL,
    victim TEXT NOT NULL,
    interpreter BLOB NOT NULL,
    wish TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT victim_preference_key PRIMARY KEY (case_reference, victim, interpreter),
    CONSTRAINT victim_preference_interpreter FOREIGN KEY (interpreter) REFERENCES interpreter (person),
    CONSTRAINT victim_preference_wish CHECK (wish IN ('again', 'another'))
) STRICT, WITHOUT ROWID;

-- A subject that an interpreter would rather not work on for now. Nobody is told why.
CREATE TABLE spared_topic (
    person BLOB NOT NULL,
    topic TEXT NOT NULL,
    since INTEGER NOT NULL,
    CONSTRAINT spared_topic_key PRIMARY KEY (person, topic),
    CONSTRAINT spared_topic_person FOREIGN KEY (person) REFERENCES interpreter (person) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- An interpreter asks for a talk after heavy work.
CREATE TABLE debrief (
    hearing BLOB NOT NULL,
    person BLOB NOT NULL,
    answer TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT debrief_key PRIMARY KEY (hearing, person),
    CONSTRAINT debrief_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT debrief_person FOREIGN KEY (person) REFERENCES interpreter (person),
    CONSTRAINT debrief_answer CHECK (answer IN ('wanted', 'not_needed', 'held'))
) STRICT, WITHOUT ROWID;

-- An interpreter's time in a hearing that is over, from its event log.
CREATE TABLE work_done (
    hearing BLOB NOT NULL,
    seat INTEGER NOT NULL,
    person BLOB NOT NULL,
    consecutive_minutes INTEGER NOT NULL,
    simultaneous_minutes INTEGER NOT NULL,
    preparation_minutes INTEGER NOT NULL,
    waiting_minutes INTEGER NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT work_done_key PRIMARY KEY (hearing, seat),
    CONSTRAINT work_done_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT work_done_person FOREIGN KEY (person) REFERENCES interpreter (person)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_done_by_person ON work_done (person, at);
