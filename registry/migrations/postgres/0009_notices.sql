-- What people must be told: an outbox written with what happened, deliveries by channel, devices
-- for web push, and the webhooks of integrators. Times are microseconds UTC.

-- By which channels a person wants to be told; without a row by e-mail and on every device.
CREATE TABLE channel_choice (
    person UUID NOT NULL,
    email BOOLEAN NOT NULL,
    push BOOLEAN NOT NULL,
    phone TEXT,
    CONSTRAINT channel_choice_key PRIMARY KEY (person),
    CONSTRAINT channel_choice_person FOREIGN KEY (person) REFERENCES person (id)
);

CREATE TABLE push_device (
    id UUID NOT NULL,
    person UUID NOT NULL,
    endpoint TEXT NOT NULL,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    created BIGINT NOT NULL,
    CONSTRAINT push_device_key PRIMARY KEY (id),
    CONSTRAINT push_device_endpoint_once UNIQUE (endpoint),
    CONSTRAINT push_device_person FOREIGN KEY (person) REFERENCES person (id)
);
CREATE INDEX push_device_of ON push_device (person);

-- The address of whoever holds a seat without an account, for reminders.
CREATE TABLE seat_address (
    hearing UUID NOT NULL,
    seat INTEGER NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    CONSTRAINT seat_address_key PRIMARY KEY (hearing, seat),
    CONSTRAINT seat_address_seat FOREIGN KEY (hearing, seat) REFERENCES participant (hearing, seat),
    CONSTRAINT seat_address_language CHECK (language IN ('es', 'en', 'fr'))
);

-- To a person, or to an address without account; body: JSON, a kind and ids only.
CREATE TABLE notice (
    id UUID NOT NULL,
    person UUID,
    email TEXT,
    language TEXT,
    zone TEXT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    calendar_sequence BIGINT,
    created BIGINT NOT NULL,
    CONSTRAINT notice_key PRIMARY KEY (id),
    CONSTRAINT notice_person FOREIGN KEY (person) REFERENCES person (id),
    CONSTRAINT notice_one_recipient CHECK ((person IS NULL) <> (email IS NULL))
);
CREATE INDEX notice_to_person ON notice (person, created) WHERE person IS NOT NULL;

-- due: when it is tried next; whoever takes it moves this on first, so no other takes it as well.
CREATE TABLE delivery (
    id UUID NOT NULL,
    notice UUID NOT NULL,
    channel TEXT NOT NULL,
    device UUID,
    state TEXT NOT NULL,
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    trouble TEXT,
    settled BIGINT,
    CONSTRAINT delivery_key PRIMARY KEY (id),
    CONSTRAINT delivery_notice FOREIGN KEY (notice) REFERENCES notice (id) ON DELETE CASCADE,
    CONSTRAINT delivery_channel CHECK (channel IN ('email', 'push', 'sms')),
    CONSTRAINT delivery_state CHECK (state IN ('waiting', 'sent', 'given_up'))
);
CREATE INDEX delivery_due ON delivery (due) WHERE state = 'waiting';
CREATE INDEX delivery_of_notice ON delivery (notice);

-- How often somebody's calendar entry of a hearing was sent (RFC 5545 SEQUENCE).
CREATE TABLE calendar_entry (
    hearing UUID NOT NULL,
    recipient TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    CONSTRAINT calendar_entry_key PRIMARY KEY (hearing, recipient),
    CONSTRAINT calendar_entry_hearing FOREIGN KEY (hearing) REFERENCES hearing (id)
);

-- What is told once only: a hearing's reminders, the coming end of somebody's vetting.
CREATE TABLE reminder (
    subject UUID NOT NULL,
    kind TEXT NOT NULL,
    ends BIGINT NOT NULL,
    created BIGINT NOT NULL,
    CONSTRAINT reminder_key PRIMARY KEY (subject, kind, ends)
);

CREATE TABLE webhook (
    id UUID NOT NULL,
    country TEXT NOT NULL,
    url TEXT NOT NULL,
    secret BYTEA NOT NULL,
    events TEXT NOT NULL,
    state TEXT NOT NULL,
    failures BIGINT NOT NULL,
    created_by UUID NOT NULL,
    created BIGINT NOT NULL,
    CONSTRAINT webhook_key PRIMARY KEY (id),
    CONSTRAINT webhook_created_by FOREIGN KEY (created_by) REFERENCES person (id),
    CONSTRAINT webhook_state CHECK (state IN ('active', 'disabled', 'removed'))
);
CREATE INDEX webhook_of_country ON webhook (country, state);

CREATE TABLE webhook_delivery (
    id UUID NOT NULL,
    webhook UUID NOT NULL,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    trouble TEXT,
    settled BIGINT,
    created BIGINT NOT NULL,
    CONSTRAINT webhook_delivery_key PRIMARY KEY (id),
    CONSTRAINT webhook_delivery_webhook FOREIGN KEY (webhook) REFERENCES webhook (id),
    CONSTRAINT webhook_delivery_state CHECK (state IN ('waiting', 'sent', 'given_up'))
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (due) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook, created);
