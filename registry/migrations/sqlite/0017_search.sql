-- What a search reads of a request at once, and more of what it keeps in memory of people.

-- The marks under which a request's victims are known within their case.
CREATE TABLE request_victim (
    request BLOB NOT NULL,
    mark TEXT NOT NULL,
    CONSTRAINT request_victim_key PRIMARY KEY (request, mark),
    CONSTRAINT request_victim_request FOREIGN KEY (request) REFERENCES request (id)
) STRICT, WITHOUT ROWID;
INSERT INTO request_victim (request, mark)
SELECT r.id, trim(r.victim) FROM request r WHERE trim(r.victim) <> ''
UNION
SELECT r.id, trim(json_extract(p.value, '$.label'))
FROM request r, json_each(r.input, '$.participants') p
WHERE json_extract(p.value, '$.role') = 'witness'
  AND trim(json_extract(p.value, '$.label')) <> '' AND r.victim IS NULL;

-- Towns that a victim wants nobody from: HMAC-SHA-256 of each under the bank's key, in
-- hexadecimal. Where she is known is written nowhere.
CREATE TABLE ruled_out_town (
    request BLOB NOT NULL,
    digest TEXT NOT NULL,
    CONSTRAINT ruled_out_town_key PRIMARY KEY (request, digest),
    CONSTRAINT ruled_out_town_request FOREIGN KEY (request) REFERENCES request (id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER spared_topic_change_insert AFTER INSERT ON spared_topic
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'profile');
END;

CREATE TRIGGER spared_topic_change_update AFTER UPDATE ON spared_topic
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
    INSERT INTO person_change (person, what)
    SELECT NEW.person, 'profile' WHERE NEW.person <> OLD.person;
END;

CREATE TRIGGER spared_topic_change_delete AFTER DELETE ON spared_topic
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
END;

CREATE TRIGGER membership_change_insert AFTER INSERT ON membership
BEGIN
    INSERT INTO person_change (person, what) VALUES (NEW.person, 'profile');
END;

CREATE TRIGGER membership_change_update AFTER UPDATE ON membership
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
    INSERT INTO person_change (person, what)
    SELECT NEW.person, 'profile' WHERE NEW.person <> OLD.person;
END;

CREATE TRIGGER membership_change_delete AFTER DELETE ON membership
BEGIN
    INSERT INTO person_change (person, what) VALUES (OLD.person, 'profile');
END;
