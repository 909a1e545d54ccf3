-- Requests between countries: the directory, requests with their receipts, and what travels
-- sealed. Nothing here holds a person's name in the clear. Times are microseconds UTC.

CREATE TABLE cooperation_authority (
    country TEXT NOT NULL,
    about TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    sealing BYTEA,
    signing BYTEA,
    certificate BYTEA,
    changed BIGINT NOT NULL,
    CONSTRAINT cooperation_authority_key PRIMARY KEY (country)
);

CREATE TABLE liaison_officer (
    id UUID NOT NULL,
    country TEXT NOT NULL,
    about TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    CONSTRAINT liaison_officer_key PRIMARY KEY (id),
    CONSTRAINT liaison_officer_country FOREIGN KEY (country)
        REFERENCES cooperation_authority (country),
    CONSTRAINT liaison_officer_term CHECK (first_day <= last_day)
);
CREATE INDEX liaison_officer_of_country ON liaison_officer (country, last_day);

-- The last number given out in a year, for each requesting country.
CREATE TABLE cooperation_number (
    country TEXT NOT NULL,
    year INTEGER NOT NULL,
    last BIGINT NOT NULL,
    CONSTRAINT cooperation_number_key PRIMARY KEY (country, year)
);

CREATE TABLE cooperation_request (
    id UUID NOT NULL,
    requesting TEXT NOT NULL,
    requested TEXT NOT NULL,
    reference TEXT,
    state TEXT NOT NULL,
    content TEXT NOT NULL,
    revision BIGINT NOT NULL,
    drafter UUID,
    executor UUID,
    annex BYTEA,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    CONSTRAINT cooperation_request_key PRIMARY KEY (id),
    CONSTRAINT cooperation_request_reference_once UNIQUE (reference),
    CONSTRAINT cooperation_request_drafter FOREIGN KEY (drafter) REFERENCES person (id),
    CONSTRAINT cooperation_request_executor FOREIGN KEY (executor) REFERENCES person (id),
    CONSTRAINT cooperation_request_two_countries CHECK (requesting <> requested)
);
CREATE INDEX cooperation_request_out ON cooperation_request (requesting, changed);
CREATE INDEX cooperation_request_in ON cooperation_request (requested, changed);

CREATE TABLE cooperation_receipt (
    request UUID NOT NULL,
    seq BIGINT NOT NULL,
    line TEXT NOT NULL,
    signature TEXT,
    CONSTRAINT cooperation_receipt_key PRIMARY KEY (request, seq),
    CONSTRAINT cooperation_receipt_request FOREIGN KEY (request)
        REFERENCES cooperation_request (id)
);

CREATE TABLE cooperation_attachment (
    request UUID NOT NULL,
    number BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    added BIGINT NOT NULL,
    CONSTRAINT cooperation_attachment_key PRIMARY KEY (request, number),
    CONSTRAINT cooperation_attachment_request FOREIGN KEY (request)
        REFERENCES cooperation_request (id)
);

-- Signed documents, as they were when they were signed.
CREATE TABLE cooperation_document (
    request UUID NOT NULL,
    kind TEXT NOT NULL,
    lang TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    CONSTRAINT cooperation_document_key PRIMARY KEY (request, kind, lang),
    CONSTRAINT cooperation_document_request FOREIGN KEY (request)
        REFERENCES cooperation_request (id)
);

-- What was sent and received stays so.
CREATE FUNCTION cooperation_receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'cooperation_receipt_stays'; END $$;
CREATE TRIGGER cooperation_receipt_stays BEFORE UPDATE OR DELETE ON cooperation_receipt
    FOR EACH ROW EXECUTE FUNCTION cooperation_receipt_stays();
