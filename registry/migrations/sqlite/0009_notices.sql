-- What people must be told: an outbox written with what happened, deliveries by channel, devices
-- for web push, and the webhooks of integrators. Times are microseconds UTC.

-- By which channels a person wants to be told; without a row by e-mail and on every device.
CREATE TABLE channel_choice (
    person BLOB NOT NULL,
    email INTEGER NOT NULL,
    push INTEGER NOT NULL,
    phone TEXT,
    CONSTRAINT channel_choice_key PRIMARY KEY (person),
    CONSTRAINT channel_choice_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT channel_choice_email CHECK (email IN (0, 1)),
    CONSTRAINT channel_choice_push CHECK (push IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE push_device (
    id BLOB NOT NULL,
    person BLOB NOT NULL,
    endpoint TEXT NOT NULL,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    created INTEGER NOT NULL,
    CONSTRAINT push_device_key PRIMARY KEY (id),
    CONSTRAINT push_device_endpoint_once UNIQUE (endpoint),
    CONSTRAINT push_device_person FOREIGN KEY (person) REFERENCES person (id)
) STRICT;
CREATE INDEX push_device_of ON push_device (person);

-- The address of whoever holds a seat without an account, for reminders.
CREATE TABLE seat_address (
    hearing BLOB NOT NULL,
    seat INTEGER NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    CONSTRAINT seat_address_key PRIMARY KEY (hearing, seat),
    CONSTRAINT seat_address_seat FOREIGN KEY (hearing, seat) REFERENCES participant (hearing, seat),
    CONSTRAINT seat_address_language CHECK (language IN ('es', 'en', 'fr'))
) STRICT, WITHOUT ROWID;

-- To a person, or to an address without account; body: JSON, a kind and ids only.
CREATE TABLE notice (
    id BLOB NOT NULL,
    person BLOB,
    email TEXT,
    language TEXT,
    zone TEXT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    calendar_sequence INTEGER,
    created INTEGER NOT NULL,
    CONSTRAINT notice_key PRIMARY KEY (id),
    CONSTRAINT notice_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT notice_one_recipient CHECK ((person IS NULL) <> (email IS NULL))
) STRICT;
CREATE INDEX notice_to_person ON notice (person, created) WHERE person IS NOT NULL;

-- due: when it is tried next; whoever takes it moves this on first, so no other takes it as well.
CREATE TABLE delivery (
    id BLOB NOT NULL,
    notice BLOB NOT NULL,
    channel TEXT NOT NULL,
    device BLOB,
    state TEXT NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    trouble TEXT,
    settled INTEGER,
    CONSTRAINT delivery_key PRIMARY KEY (id),
    CONSTRAINT delivery_notice FOREIGN KEY (notice) REFERENCES notice (id) ON DELETE CASCADE,
    CONSTRAINT delivery_channel CHECK (channel IN ('email', 'push', 'sms')),
    CONSTRAINT delivery_state CHECK (state IN ('waiting', 'sent', 'given_up'))
) STRICT;
CREATE INDEX delivery_due ON delivery (due) WHERE state = 'waiting';
CREATE INDEX delivery_of_notice ON delivery (notice);

-- How often somebody's calendar entry of a hearing was sent (RFC 5545 SEQUENCE).
CREATE TABLE calendar_entry (
    hearing BLOB NOT NULL,
    recipient TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    CONSTRAINT calendar_entry_key PRIMARY KEY (hearing, recipient),
    CONSTRAINT calendar_entry_hearing FOREIGN KEY (hearing) REFERENCES hearing (id)
) STRICT, WITHOUT ROWID;

-- What is told once only: a hearing's reminders, the coming end of somebody's vetting.
CREATE TABLE reminder (
    subject BLOB NOT NULL,
    kind TEXT NOT NULL,
    ends INTEGER NOT NULL,
    created INTEGER NOT NULL,
    CONSTRAINT reminder_key PRIMARY KEY (subject, kind, ends)
) STRICT, WITHOUT ROWID;

CREATE TABLE webhook (
    id BLOB NOT NULL,
    country TEXT NOT NULL,
    url TEXT NOT NULL,
    secret BLOB NOT NULL,
    events TEXT NOT NULL,
    state TEXT NOT NULL,
    failures INTEGER NOT NULL,
    created_by BLOB NOT NULL,
    created INTEGER NOT NULL,
    CONSTRAINT webhook_key PRIMARY KEY (id),
    CONSTRAINT webhook_created_by FOREIGN KEY (created_by) REFERENCES person (id),
    CONSTRAINT webhook_state CHECK (state IN ('active', 'disabled', 'removed'))
) STRICT;
CREATE INDEX webhook_of_country ON webhook (country, state);

CREATE TABLE webhook_delivery (
    id BLOB NOT NULL,
    webhook BLOB NOT NULL,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    trouble TEXT,
    settled INTEGER,
    created INTEGER NOT NULL,
    CONSTRAINT webhook_delivery_key PRIMARY KEY (id),
    CONSTRAINT webhook_delivery_webhook FOREIGN KEY (webhook) REFERENCES webhook (id),
    CONSTRAINT webhook_delivery_state CHECK (state IN ('waiting', 'sent', 'given_up'))
) STRICT;
CREATE INDEX webhook_delivery_due ON webhook_delivery (due) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook, created);
