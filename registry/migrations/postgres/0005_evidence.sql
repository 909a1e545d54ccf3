-- The event log of each hearing, and where its sealed records lie.

CREATE TABLE hearing_event (
    hearing UUID NOT NULL,
    seq BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT hearing_event_key PRIMARY KEY (hearing, seq),
    CONSTRAINT hearing_event_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT hearing_event_seq CHECK (seq >= 1),
    CONSTRAINT hearing_event_hash CHECK (octet_length(hash) = 32)
);

CREATE TABLE record (
    hearing UUID NOT NULL,
    folder TEXT NOT NULL,
    manifest_hash BYTEA NOT NULL,
    sealed_at BIGINT NOT NULL,
    CONSTRAINT record_key PRIMARY KEY (hearing, folder),
    CONSTRAINT record_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT record_folder_once UNIQUE (folder),
    CONSTRAINT record_manifest_hash CHECK (octet_length(manifest_hash) = 32)
);

-- What has been said in a hearing stays said.
CREATE FUNCTION hearing_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'hearing_event_stays';
END
$$;

CREATE TRIGGER hearing_event_stays BEFORE UPDATE OR DELETE ON hearing_event
FOR EACH ROW EXECUTE FUNCTION hearing_event_stays();
