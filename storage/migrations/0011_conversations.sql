-- Threads of direct posts, one row for each of our people that one has reached or who wrote in it.
CREATE TABLE conversation (
    id                {{serial}},
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    thread_id         BIGINT NOT NULL,
    post_id           BIGINT NOT NULL,                  -- the newest that is not deleted; 0: none is left
    unread            INTEGER NOT NULL DEFAULT 0,
    UNIQUE (account_id, thread_id)
);
CREATE INDEX conversation_by_account ON conversation (account_id, post_id);
CREATE INDEX conversation_by_post ON conversation (post_id);

-- What was said before: read, as nobody can tell any more.
INSERT INTO conversation (account_id, thread_id, post_id, unread)
SELECT reached.account_id, reached.thread_id, MAX(reached.post_id), 0 FROM (
    SELECT p.account_id AS account_id, p.thread_id AS thread_id, p.id AS post_id FROM post p
    WHERE p.visibility = 3 AND p.local = 1 AND p.deleted_at IS NULL AND p.reblog_of_id IS NULL
    UNION
    SELECT m.account_id, p.thread_id, p.id FROM mention m JOIN post p ON p.id = m.post_id
    WHERE p.visibility = 3 AND p.deleted_at IS NULL AND p.reblog_of_id IS NULL
) reached JOIN account a ON a.id = reached.account_id AND a.domain = '' AND a.kind <> 4
GROUP BY reached.account_id, reached.thread_id;
