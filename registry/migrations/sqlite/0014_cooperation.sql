-- Requests between countries: the directory, requests with their receipts, and what travels
-- sealed. Nothing here holds a person's name in the clear. Times are microseconds UTC.

CREATE TABLE cooperation_authority (
    country TEXT NOT NULL,
    about TEXT NOT NULL,
    sample INTEGER NOT NULL,
    sealing BLOB,
    signing BLOB,
    certificate BLOB,
    changed INTEGER NOT NULL,
    CONSTRAINT cooperation_authority_key PRIMARY KEY (country),
    CONSTRAINT cooperation_authority_sample_flag CHECK (sample IN (0, 1))
) STRICT;

CREATE TABLE liaison_officer (
    id BLOB NOT NULL,
    country TEXT NOT NULL,
    about TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    CONSTRAINT liaison_officer_key PRIMARY KEY (id),
    CONSTRAINT liaison_officer_country FOREIGN KEY (country)
        REFERENCES cooperation_authority (country),
    CONSTRAINT liaison_officer_term CHECK (first_day <= last_day)
) STRICT;
CREATE INDEX liaison_officer_of_country ON liaison_officer (country, last_day);

-- The last number given out in a year, for each requesting country.
CREATE TABLE cooperation_number (
    country TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT cooperation_number_key PRIMARY KEY (country, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE cooperation_request (
    id BLOB NOT NULL,
    requesting TEXT NOT NULL,
    requested TEXT NOT NULL,
    reference TEXT,
    state TEXT NOT NULL,
    content TEXT NOT NULL,
    revision INTEGER NOT NULL,
    drafter BLOB,
    executor BLOB,
    annex BLOB,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    CONSTRAINT cooperation_request_key PRIMARY KEY (id),
    CONSTRAINT cooperation_request_reference_once UNIQUE (reference),
    CONSTRAINT cooperation_request_drafter FOREIGN KEY (drafter) REFERENCES person (id),
    CONSTRAINT cooperation_request_executor FOREIGN KEY (executor) REFERENCES person (id),
    CONSTRAINT cooperation_request_two_countries CHECK (requesting <> requested)
) STRICT;
CREATE INDEX cooperation_request_out ON cooperation_request (requesting, changed);
CREATE INDEX cooperation_request_in ON cooperation_request (requested, changed);

CREATE TABLE cooperation_receipt (
    request BLOB NOT NULL,
    seq INTEGER NOT NULL,
    line TEXT NOT NULL,
    signature TEXT,
    CONSTRAINT cooperation_receipt_key PRIMARY KEY (request, seq),
    CONSTRAINT cooperation_receipt_request FOREIGN KEY (request)
        REFERENCES cooperation_request (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE cooperation_attachment (
    request BLOB NOT NULL,
    number INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    added INTEGER NOT NULL,
    CONSTRAINT cooperation_attachment_key PRIMARY KEY (request, number),
    CONSTRAINT cooperation_attachment_request FOREIGN KEY (request)
        REFERENCES cooperation_request (id)
) STRICT;

-- Signed documents, as they were when they were signed.
CREATE TABLE cooperation_document (
    request BLOB NOT NULL,
    kind TEXT NOT NULL,
    lang TEXT NOT NULL,
    bytes BLOB NOT NULL,
    CONSTRAINT cooperation_document_key PRIMARY KEY (request, kind, lang),
    CONSTRAINT cooperation_document_request FOREIGN KEY (request)
        REFERENCES cooperation_request (id)
) STRICT;

-- What was sent and received stays so.
CREATE TRIGGER cooperation_receipt_stays_update BEFORE UPDATE ON cooperation_receipt
BEGIN SELECT RAISE(ABORT, 'cooperation_receipt_stays'); END;

CREATE TRIGGER cooperation_receipt_stays_delete BEFORE DELETE ON cooperation_receipt
BEGIN SELECT RAISE(ABORT, 'cooperation_receipt_stays'); END;
