-- Work that waits. Rows are claimed and deleted, never read by "id greater than the last seen".

-- What happened, to be turned into timeline rows, notifications and deliveries by the pump.
CREATE TABLE event (
    id                {{serial}},
    kind              INTEGER NOT NULL,                 -- model::EventKind
    account_id        BIGINT,
    post_id           BIGINT,
    other_id          BIGINT,
    data              TEXT NOT NULL DEFAULT '',
    created_at        BIGINT NOT NULL
);

-- Activities that were accepted with 202 and wait to be applied.
CREATE TABLE inbox_item (
    id                {{serial}},
    activity_uri      TEXT NOT NULL,                    -- seen_activity keeps it from coming in twice
    actor_uri         TEXT NOT NULL,
    host              TEXT NOT NULL,
    signer_uri        TEXT NOT NULL,
    recipient_id      BIGINT,                           -- owner of the inbox, null for the shared one
    body              TEXT NOT NULL,
    attempts          INTEGER NOT NULL DEFAULT 0,       -- claims so far, so that one that kills the process counts
    run_at            BIGINT NOT NULL,                  -- when it is due; a claim moves it to the claim's end
    received_at       BIGINT NOT NULL
);
CREATE INDEX inbox_item_due ON inbox_item (run_at, id);

-- Activity ids that have been taken in, kept longer than any peer retries.
CREATE TABLE seen_activity (
    activity_uri      {{text}} PRIMARY KEY,
    received_at       BIGINT NOT NULL
) {{without_rowid}};
CREATE INDEX seen_activity_by_age ON seen_activity (received_at);

-- One body, many recipients.
CREATE TABLE delivery_body (
    id                {{serial}},
    sender_id         BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    body              TEXT NOT NULL,
    created_at        BIGINT NOT NULL
);

CREATE TABLE delivery (
    id                {{serial}},
    body_id           BIGINT NOT NULL REFERENCES delivery_body (id) ON DELETE CASCADE,
    host              {{text}} NOT NULL,
    inbox             TEXT NOT NULL,
    attempts          INTEGER NOT NULL DEFAULT 0,
    created_at        BIGINT NOT NULL
);
CREATE INDEX delivery_by_body ON delivery (body_id);
CREATE INDEX delivery_by_host ON delivery (host, id);

-- What we know of other servers; the delivery queue's order and back-off are per host.
CREATE TABLE host (
    host              {{text}} PRIMARY KEY,
    software          TEXT NOT NULL DEFAULT '',
    waiting           INTEGER NOT NULL DEFAULT 0,       -- there may be deliveries; cleared by a claim that finds none
    next_delivery_at  BIGINT NOT NULL DEFAULT 0,        -- back-off: nothing is sent before
    claimed_until     BIGINT NOT NULL DEFAULT 0,        -- a worker holds this host's queue
    failures          INTEGER NOT NULL DEFAULT 0,       -- in a row
    failing_since     BIGINT,
    unavailable       INTEGER NOT NULL DEFAULT 0,       -- after seven days of failures
    signature_family  INTEGER NOT NULL DEFAULT 0,       -- model::SignatureFamily
    understands_pln   INTEGER NOT NULL DEFAULT 0,
    last_success_at   BIGINT,
    created_at        BIGINT NOT NULL
);
CREATE INDEX host_due ON host (next_delivery_at) WHERE waiting = 1 AND unavailable = 0;
CREATE INDEX host_unavailable ON host (host) WHERE unavailable = 1;
