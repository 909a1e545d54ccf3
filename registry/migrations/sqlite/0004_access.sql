-- Logins and one-time links. Only the SHA-256 of a secret is kept.

CREATE TABLE login (
    hash BLOB NOT NULL,
    person BLOB,
    hearing BLOB,
    seat INTEGER,
    created INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    ended INTEGER,
    CONSTRAINT login_key PRIMARY KEY (hash),
    CONSTRAINT login_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT login_seat FOREIGN KEY (hearing, seat) REFERENCES participant (hearing, seat),
    CONSTRAINT login_one_holder CHECK (
        (person IS NULL) <> (hearing IS NULL) AND (hearing IS NULL) = (seat IS NULL)
    )
) STRICT, WITHOUT ROWID;
CREATE INDEX login_of_seat ON login (hearing, seat) WHERE hearing IS NOT NULL;

CREATE TABLE link (
    hash BLOB NOT NULL,
    person BLOB,
    hearing BLOB,
    seat INTEGER,
    valid_from INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    created INTEGER NOT NULL,
    redeemed INTEGER,
    ended INTEGER,
    CONSTRAINT link_key PRIMARY KEY (hash),
    CONSTRAINT link_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT link_seat FOREIGN KEY (hearing, seat) REFERENCES participant (hearing, seat),
    CONSTRAINT link_one_holder CHECK (
        (person IS NULL) <> (hearing IS NULL) AND (hearing IS NULL) = (seat IS NULL)
    ),
    CONSTRAINT link_span CHECK (valid_from < valid_until)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_of_seat ON link (hearing, seat) WHERE hearing IS NOT NULL;
