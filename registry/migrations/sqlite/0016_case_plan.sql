-- Plans of a case: all its interviews at once. Victims stand in it by their pseudonym only.
-- Times are microseconds UTC.

-- `content` is what is to be planned, who is away, and where each interview stands, as JSON.
CREATE TABLE case_plan (
    id BLOB NOT NULL,
    country TEXT NOT NULL,
    owner BLOB NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    CONSTRAINT case_plan_key PRIMARY KEY (id),
    CONSTRAINT case_plan_owner FOREIGN KEY (owner) REFERENCES person (id),
    CONSTRAINT case_plan_state CHECK (state IN ('draft', 'sent', 'closed'))
) STRICT;
CREATE INDEX case_plan_of_country ON case_plan (country, changed);

-- The request that was made for an interview, and what it was made for.
CREATE TABLE case_plan_request (
    plan BLOB NOT NULL,
    victim TEXT NOT NULL,
    number INTEGER NOT NULL,
    request BLOB NOT NULL,
    made_for TEXT NOT NULL,
    CONSTRAINT case_plan_request_key PRIMARY KEY (plan, victim, number),
    CONSTRAINT case_plan_request_once UNIQUE (request),
    CONSTRAINT case_plan_request_plan FOREIGN KEY (plan) REFERENCES case_plan (id),
    CONSTRAINT case_plan_request_request FOREIGN KEY (request) REFERENCES request (id)
) STRICT;
