-- How many actors one owner of a domain introduced on one day, so that none fills the table of accounts
-- (security.md ORI-15). Rows of other days are dropped.
CREATE TABLE new_actor_count (
    domain            {{text}} NOT NULL,                -- registrable
    day               BIGINT NOT NULL,                  -- since 1970, UTC
    actors            BIGINT NOT NULL,
    PRIMARY KEY (domain, day)
) {{without_rowid}};
