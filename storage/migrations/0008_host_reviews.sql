-- Mode guarded: what somebody here decided about a server, and what waits for that decision.
ALTER TABLE host ADD COLUMN review INTEGER NOT NULL DEFAULT 0;      -- model::HostReview
ALTER TABLE host ADD COLUMN reviewed_at BIGINT;
CREATE INDEX host_reviewed ON host (host) WHERE review <> 0;

-- Activities of servers that nobody has reviewed: nothing else of theirs is stored.
CREATE TABLE held_activity (
    id                {{serial}},
    host              {{text}} NOT NULL,
    bytes             INTEGER NOT NULL,                 -- of the body, for the bounds
    kind              TEXT NOT NULL,                    -- the activity's type, for whoever reviews
    activity_uri      TEXT NOT NULL,                    -- seen_activity keeps it from coming in twice
    actor_uri         TEXT NOT NULL,
    signer_uri        TEXT NOT NULL,
    recipient_id      BIGINT,                           -- owner of the inbox, null for the shared one
    received_at       BIGINT NOT NULL,
    body              TEXT NOT NULL
);
CREATE INDEX held_activity_by_host ON held_activity (host, bytes);
CREATE INDEX held_activity_by_age ON held_activity (received_at);
