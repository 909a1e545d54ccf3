-- What a search reads of a request at once, and more of what it keeps in memory of people.

-- The marks under which a request's victims are known within their case.
CREATE TABLE request_victim (
    request UUID NOT NULL,
    mark TEXT NOT NULL,
    CONSTRAINT request_victim_key PRIMARY KEY (request, mark),
    CONSTRAINT request_victim_request FOREIGN KEY (request) REFERENCES request (id)
);
INSERT INTO request_victim (request, mark)
SELECT r.id, btrim(r.victim) FROM request r WHERE btrim(r.victim) <> ''
UNION
SELECT r.id, btrim(p ->> 'label')
FROM request r, jsonb_array_elements(r.input::jsonb -> 'participants') p
WHERE p ->> 'role' = 'witness' AND btrim(p ->> 'label') <> '' AND r.victim IS NULL;

-- Towns that a victim wants nobody from: HMAC-SHA-256 of each under the bank's key, in
-- hexadecimal. Where she is known is written nowhere.
CREATE TABLE ruled_out_town (
    request UUID NOT NULL,
    digest TEXT NOT NULL,
    CONSTRAINT ruled_out_town_key PRIMARY KEY (request, digest),
    CONSTRAINT ruled_out_town_request FOREIGN KEY (request) REFERENCES request (id)
);

CREATE TRIGGER spared_topic_change AFTER INSERT OR UPDATE OR DELETE ON spared_topic
    FOR EACH ROW EXECUTE FUNCTION note_person_change('profile', 'person');

CREATE TRIGGER membership_change AFTER INSERT OR UPDATE OR DELETE ON membership
    FOR EACH ROW EXECUTE FUNCTION note_person_change('profile', 'person');
