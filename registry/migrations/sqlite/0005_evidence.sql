-- The event log of each hearing, and where its sealed records lie.

CREATE TABLE hearing_event (
    hearing BLOB NOT NULL,
    seq INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT hearing_event_key PRIMARY KEY (hearing, seq),
    CONSTRAINT hearing_event_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT hearing_event_seq CHECK (seq >= 1),
    CONSTRAINT hearing_event_hash CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    hearing BLOB NOT NULL,
    folder TEXT NOT NULL,
    manifest_hash BLOB NOT NULL,
    sealed_at INTEGER NOT NULL,
    CONSTRAINT record_key PRIMARY KEY (hearing, folder),
    CONSTRAINT record_hearing FOREIGN KEY (hearing) REFERENCES hearing (id),
    CONSTRAINT record_folder_once UNIQUE (folder),
    CONSTRAINT record_manifest_hash CHECK (length(manifest_hash) = 32)
) STRICT, WITHOUT ROWID;

-- What has been said in a hearing stays said.
CREATE TRIGGER hearing_event_stays_update BEFORE UPDATE ON hearing_event
BEGIN SELECT RAISE(ABORT, 'hearing_event_stays'); END;

CREATE TRIGGER hearing_event_stays_delete BEFORE DELETE ON hearing_event
BEGIN SELECT RAISE(ABORT, 'hearing_event_stays'); END;
