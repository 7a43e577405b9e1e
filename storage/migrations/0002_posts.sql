-- Posts (AS2 Note; Mastodon Status), what hangs on them, and the timelines made from them.

CREATE TABLE post (
    id                {{id}},
    uri               {{text}} NOT NULL UNIQUE,
    url               {{text}} NOT NULL DEFAULT '',     -- of its page
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    local             INTEGER NOT NULL,
    visibility        INTEGER NOT NULL,                 -- model::Visibility
    content           TEXT NOT NULL DEFAULT '',         -- safe HTML
    source            TEXT NOT NULL DEFAULT '',         -- what a local author typed
    spoiler_text      TEXT NOT NULL DEFAULT '',
    sensitive         INTEGER NOT NULL DEFAULT 0,
    language          TEXT NOT NULL DEFAULT '',
    in_reply_to_id    BIGINT REFERENCES post (id) ON DELETE SET NULL,
    in_reply_to_account_id BIGINT,
    in_reply_to_uri   {{text}} NOT NULL DEFAULT '',     -- of the parent, whether it is known or not
    reblog_of_id      BIGINT REFERENCES post (id) ON DELETE CASCADE,
    thread_id         BIGINT NOT NULL,                  -- id of the first known post of the conversation
    app_id            BIGINT,
    kind              INTEGER NOT NULL DEFAULT 0,       -- model::PostKind
    extra             TEXT NOT NULL DEFAULT '',         -- JSON: properties that only peers of our kind read
    created_at        BIGINT NOT NULL,
    edited_at         BIGINT,
    deleted_at        BIGINT
);
CREATE INDEX post_by_url ON post (url) WHERE url <> '' AND url <> uri;
CREATE INDEX post_by_account ON post (account_id, id) WHERE deleted_at IS NULL;
CREATE INDEX post_by_thread ON post (thread_id, id);
CREATE INDEX post_by_parent ON post (in_reply_to_id) WHERE in_reply_to_id IS NOT NULL;
CREATE INDEX post_by_missing_parent ON post (in_reply_to_uri) WHERE in_reply_to_uri <> '' AND in_reply_to_id IS NULL;
CREATE UNIQUE INDEX post_one_reblog ON post (account_id, reblog_of_id) WHERE reblog_of_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX post_by_reblog ON post (reblog_of_id, id) WHERE reblog_of_id IS NOT NULL;
CREATE INDEX post_public ON post (id) WHERE visibility = 0 AND reblog_of_id IS NULL AND deleted_at IS NULL;
CREATE INDEX post_public_local ON post (id) WHERE visibility = 0 AND reblog_of_id IS NULL AND deleted_at IS NULL AND local = 1;

CREATE TABLE post_stats (
    post_id           {{id}} REFERENCES post (id) ON DELETE CASCADE,
    replies_count     BIGINT NOT NULL DEFAULT 0,
    reblogs_count     BIGINT NOT NULL DEFAULT 0,
    favourites_count  BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE post_edit (
    id                {{serial}},
    post_id           BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    content           TEXT NOT NULL,
    spoiler_text      TEXT NOT NULL,
    sensitive         INTEGER NOT NULL,
    created_at        BIGINT NOT NULL
);
CREATE INDEX post_edit_by_post ON post_edit (post_id, id);

CREATE TABLE mention (
    post_id           BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    silent            INTEGER NOT NULL DEFAULT 0,       -- addressed, but not named in the text
    PRIMARY KEY (post_id, account_id)
) {{without_rowid}};
CREATE INDEX mention_by_account ON mention (account_id, post_id);

CREATE TABLE tag (
    id                {{serial}},
    name              {{text}} NOT NULL UNIQUE,         -- folded
    display_name      TEXT NOT NULL
);

CREATE TABLE post_tag (
    tag_id            BIGINT NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    post_id           BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, post_id)
) {{without_rowid}};
CREATE INDEX post_tag_by_post ON post_tag (post_id);

CREATE TABLE media (
    id                {{id}},
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    post_id           BIGINT REFERENCES post (id) ON DELETE CASCADE,
    position          INTEGER NOT NULL DEFAULT 0,
    kind              INTEGER NOT NULL,                 -- model::MediaKind
    mime_type         TEXT NOT NULL,
    file_name         TEXT NOT NULL DEFAULT '',
    store_key         TEXT NOT NULL DEFAULT '',         -- in the media store; '' for a remote file
    token             {{text}} NOT NULL DEFAULT '',     -- unguessable part of its address
    remote_url        TEXT NOT NULL DEFAULT '',
    description       TEXT NOT NULL DEFAULT '',
    size              BIGINT NOT NULL DEFAULT 0,
    sha256            TEXT NOT NULL DEFAULT '',
    width             INTEGER NOT NULL DEFAULT 0,
    height            INTEGER NOT NULL DEFAULT 0,
    blurhash          TEXT NOT NULL DEFAULT '',
    created_at        BIGINT NOT NULL
);
CREATE INDEX media_by_post ON media (post_id, position);
CREATE INDEX media_by_token ON media (token) WHERE token <> '';

CREATE TABLE favourite (
    id                {{serial}},
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    post_id           BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    uri               {{text}} NOT NULL DEFAULT '',
    created_at        BIGINT NOT NULL,
    UNIQUE (account_id, post_id)
);
CREATE INDEX favourite_by_account ON favourite (account_id, id);
CREATE INDEX favourite_by_post ON favourite (post_id, id);

CREATE TABLE bookmark (
    id                {{serial}},
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    post_id           BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    created_at        BIGINT NOT NULL,
    UNIQUE (account_id, post_id)
);
CREATE INDEX bookmark_by_account ON bookmark (account_id, id);
CREATE INDEX bookmark_by_post ON bookmark (post_id);

-- Written for each follower of each post, so it has no second index: who may hold a post is known from follow.
CREATE TABLE home_entry (
    account_id        BIGINT NOT NULL,
    post_id           BIGINT NOT NULL,
    PRIMARY KEY (account_id, post_id)
) {{without_rowid}};

CREATE TABLE notification (
    id                {{serial}},
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind              INTEGER NOT NULL,                 -- model::NotificationKind
    from_account_id   BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    post_id           BIGINT REFERENCES post (id) ON DELETE CASCADE,
    created_at        BIGINT NOT NULL
);
CREATE INDEX notification_by_account ON notification (account_id, id);
CREATE UNIQUE INDEX notification_once ON notification (account_id, kind, from_account_id, post_id) WHERE post_id IS NOT NULL;
-- Following again and again tells once.
CREATE UNIQUE INDEX notification_one_follow ON notification (account_id, kind, from_account_id) WHERE post_id IS NULL AND kind IN (3, 4);
CREATE INDEX notification_by_sender ON notification (from_account_id, account_id);
CREATE INDEX notification_by_post ON notification (post_id) WHERE post_id IS NOT NULL;

CREATE TABLE idempotency (
    account_id        BIGINT NOT NULL,
    idempotency_key   {{text}} NOT NULL,
    post_id           BIGINT NOT NULL,
    created_at        BIGINT NOT NULL,
    PRIMARY KEY (account_id, idempotency_key)
) {{without_rowid}};
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- Ids that may not come back: deleted objects, and objects whose Delete arrived before their Create.
CREATE TABLE tombstone (
    uri               {{text}} PRIMARY KEY,
    actor_uri         {{text}} NOT NULL,
    former_type       TEXT NOT NULL DEFAULT '',
    deleted_at        BIGINT NOT NULL
) {{without_rowid}};
