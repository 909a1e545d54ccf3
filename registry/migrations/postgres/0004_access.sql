-- Logins and one-time links. Only the SHA-256 of a secret is kept.

CREATE TABLE login (
    hash BYTEA NOT NULL,
    person UUID,
    hearing UUID,
    seat INTEGER,
    created BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    ended BIGINT,
    CONSTRAINT login_key PRIMARY KEY (hash),
    CONSTRAINT login_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT login_seat FOREIGN KEY (hearing, seat) REFERENCES participant (hearing, seat),
    CONSTRAINT login_one_holder CHECK (
        (person IS NULL) <> (hearing IS NULL) AND (hearing IS NULL) = (seat IS NULL)
    )
);
CREATE INDEX login_of_seat ON login (hearing, seat) WHERE hearing IS NOT NULL;

CREATE TABLE link (
    hash BYTEA NOT NULL,
    person UUID,
    hearing UUID,
    seat INTEGER,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    created BIGINT NOT NULL,
    redeemed BIGINT,
    ended BIGINT,
    CONSTRAINT link_key PRIMARY KEY (hash),
    CONSTRAINT link_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT link_seat FOREIGN KEY (hearing, seat) REFERENCES participant (hearing, seat),
    CONSTRAINT link_one_holder CHECK (
        (person IS NULL) <> (hearing IS NULL) AND (hearing IS NULL) = (seat IS NULL)
    ),
    CONSTRAINT link_span CHECK (valid_from < valid_until)
);
CREATE INDEX link_of_seat ON link (hearing, seat) WHERE hearing IS NOT NULL;
