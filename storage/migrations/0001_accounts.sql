-- People, their keys, their sign-ins and what they are to one another.
-- Ids are snowflakes made by us unless a column says {{serial}}; times are integer milliseconds UTC;
-- flags are 0 or 1; columns named *_folded hold the case-folded form that is compared.

CREATE TABLE account (
    id                {{id}},
    username          {{text}} NOT NULL,
    username_folded   {{text}} NOT NULL,
    domain            {{text}} NOT NULL DEFAULT '',     -- '' for our own people
    kind              INTEGER NOT NULL DEFAULT 0,       -- model::ActorKind
    uri               {{text}} NOT NULL UNIQUE,
    url               {{text}} NOT NULL DEFAULT '',     -- of the profile page
    display_name      TEXT NOT NULL DEFAULT '',
    note              TEXT NOT NULL DEFAULT '',         -- safe HTML
    note_source       TEXT NOT NULL DEFAULT '',         -- what the owner wrote; ours only
    fields            TEXT NOT NULL DEFAULT '[]',       -- JSON [{name, value (safe HTML), source}]
    avatar_url        TEXT NOT NULL DEFAULT '',
    header_url        TEXT NOT NULL DEFAULT '',
    locked            INTEGER NOT NULL DEFAULT 0,
    discoverable      INTEGER NOT NULL DEFAULT 0,
    indexable         INTEGER NOT NULL DEFAULT 0,
    inbox             TEXT NOT NULL DEFAULT '',
    shared_inbox      TEXT NOT NULL DEFAULT '',
    outbox            TEXT NOT NULL DEFAULT '',
    followers_uri     {{text}} NOT NULL DEFAULT '',
    following_uri     TEXT NOT NULL DEFAULT '',
    featured_uri      TEXT NOT NULL DEFAULT '',
    key_id            {{text}} NOT NULL DEFAULT '',
    public_key        TEXT NOT NULL DEFAULT '',         -- SPKI PEM
    created_at        BIGINT NOT NULL,
    updated_at        BIGINT NOT NULL,
    fetched_at        BIGINT,                           -- remote: when last read from its origin
    suspended_at      BIGINT,
    deleted_at        BIGINT,
    UNIQUE (username_folded, domain)
);
CREATE INDEX account_by_key ON account (key_id) WHERE key_id <> '';
CREATE INDEX account_by_url ON account (url) WHERE url <> '';
CREATE INDEX account_by_domain ON account (domain, username_folded);
CREATE INDEX account_by_followers ON account (followers_uri) WHERE followers_uri <> '';

-- The folded user name and the words of the display name: people are searched by the beginning of either.
CREATE TABLE account_term (
    term              {{text}} NOT NULL,
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (term, account_id)
) {{without_rowid}};
CREATE INDEX account_term_by_account ON account_term (account_id);

-- Counters that change often, kept narrow.
CREATE TABLE account_stats (
    account_id        {{id}} REFERENCES account (id) ON DELETE CASCADE,
    statuses_count    BIGINT NOT NULL DEFAULT 0,
    followers_count   BIGINT NOT NULL DEFAULT 0,
    following_count   BIGINT NOT NULL DEFAULT 0,
    last_status_at    BIGINT
);

-- Private halves of our own actors' keys; apart, so that no account query can carry them along.
CREATE TABLE account_key (
    account_id        {{id}} REFERENCES account (id) ON DELETE CASCADE,
    private_key       TEXT NOT NULL                     -- PKCS#8 PEM
);

-- People who sign in here.
CREATE TABLE member (
    account_id        {{id}} REFERENCES account (id) ON DELETE CASCADE,
    email             TEXT NOT NULL,
    email_folded      {{text}} NOT NULL UNIQUE,
    password_hash     TEXT NOT NULL,                    -- PHC string, argon2id
    role              INTEGER NOT NULL DEFAULT 0,       -- model::Role
    default_visibility INTEGER NOT NULL DEFAULT 0,
    default_sensitive INTEGER NOT NULL DEFAULT 0,
    default_language  TEXT NOT NULL DEFAULT '',
    created_at        BIGINT NOT NULL,
    last_sign_in_at   BIGINT,
    disabled_at       BIGINT
);

CREATE TABLE session (
    token_hash        {{text}} PRIMARY KEY,             -- hex SHA-256 of the cookie
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    csrf_token        TEXT NOT NULL,
    user_agent        TEXT NOT NULL DEFAULT '',
    address           TEXT NOT NULL DEFAULT '',
    created_at        BIGINT NOT NULL,
    expires_at        BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_expiry ON session (expires_at);

CREATE TABLE oauth_app (
    id                {{id}},
    client_id         {{text}} NOT NULL UNIQUE,
    client_secret     TEXT NOT NULL,                    -- hex SHA-256
    name              TEXT NOT NULL,
    website           TEXT NOT NULL DEFAULT '',
    redirect_uris     TEXT NOT NULL,                    -- newline-joined
    scopes            TEXT NOT NULL,                    -- space-joined
    created_at        BIGINT NOT NULL
);

CREATE TABLE oauth_code (
    code_hash         {{text}} PRIMARY KEY,
    app_id            BIGINT NOT NULL REFERENCES oauth_app (id) ON DELETE CASCADE,
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    redirect_uri      TEXT NOT NULL,
    scopes            TEXT NOT NULL,
    code_challenge    TEXT NOT NULL DEFAULT '',
    expires_at        BIGINT NOT NULL
);
CREATE INDEX oauth_code_by_expiry ON oauth_code (expires_at);

CREATE TABLE oauth_token (
    token_hash        {{text}} PRIMARY KEY,             -- hex SHA-256
    app_id            BIGINT REFERENCES oauth_app (id) ON DELETE CASCADE,
    account_id        BIGINT REFERENCES account (id) ON DELETE CASCADE,  -- null: the app's own token
    scopes            TEXT NOT NULL,
    created_at        BIGINT NOT NULL,
    revoked_at        BIGINT
);
CREATE INDEX oauth_token_by_account ON oauth_token (account_id);
CREATE INDEX oauth_token_by_app ON oauth_token (app_id);

-- Follows in both directions, accepted or waiting.
CREATE TABLE follow (
    id                {{serial}},
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    target_id         BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    uri               {{text}} NOT NULL,                -- of the Follow activity
    local             INTEGER NOT NULL,                 -- whether the follower is one of our own people
    accepted          INTEGER NOT NULL,
    show_reblogs      INTEGER NOT NULL DEFAULT 1,
    notify            INTEGER NOT NULL DEFAULT 0,
    created_at        BIGINT NOT NULL,
    UNIQUE (account_id, target_id)
);
CREATE INDEX follow_local ON follow (target_id, account_id) WHERE local = 1 AND accepted = 1;
CREATE INDEX follow_by_target ON follow (target_id, accepted, id);
CREATE INDEX follow_by_account ON follow (account_id, accepted, id);
CREATE INDEX follow_by_uri ON follow (uri);

CREATE TABLE block (
    id                {{serial}},
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    target_id         BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    uri               {{text}} NOT NULL DEFAULT '',
    created_at        BIGINT NOT NULL,
    UNIQUE (account_id, target_id)
);
CREATE INDEX block_by_account ON block (account_id, id);
CREATE INDEX block_by_target ON block (target_id, account_id);

CREATE TABLE mute (
    id                {{serial}},
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    target_id         BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    hide_notifications INTEGER NOT NULL DEFAULT 1,
    expires_at        BIGINT,
    created_at        BIGINT NOT NULL,
    UNIQUE (account_id, target_id)
);
CREATE INDEX mute_by_account ON mute (account_id, id);
CREATE INDEX mute_by_target ON mute (target_id);

CREATE TABLE list (
    id                {{serial}},
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    title             TEXT NOT NULL,
    replies_policy    TEXT NOT NULL DEFAULT 'list',
    exclusive         INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX list_by_account ON list (account_id);

CREATE TABLE list_member (
    list_id           BIGINT NOT NULL REFERENCES list (id) ON DELETE CASCADE,
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (list_id, account_id)
) {{without_rowid}};
CREATE INDEX list_member_by_account ON list_member (account_id);

CREATE TABLE marker (
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    timeline          {{text}} NOT NULL,
    last_read_id      TEXT NOT NULL,
    version           BIGINT NOT NULL,
    updated_at        BIGINT NOT NULL,
    PRIMARY KEY (account_id, timeline)
) {{without_rowid}};

-- Facts about this instance itself that are no configuration: the secret that signs forms, and the like.
CREATE TABLE setting (
    name              {{text}} PRIMARY KEY,
    value             TEXT NOT NULL
);
