-- What a professional learning network shares: resources, mentorship proposals and agreements.
-- A resource or a proposal is always also a post, its carrier.

CREATE TABLE resource (
    id                {{id}},
    post_id           BIGINT NOT NULL UNIQUE REFERENCES post (id) ON DELETE CASCADE,
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    uri               {{text}} NOT NULL UNIQUE,         -- canonical URL of the resource
    title             TEXT NOT NULL,
    work_url          TEXT NOT NULL DEFAULT '',         -- the thing itself, when it is a link
    license           TEXT NOT NULL,
    version           TEXT NOT NULL DEFAULT '1',
    record            TEXT NOT NULL,                    -- JSON: the whole AMB/LRMI record
    search_text       TEXT NOT NULL,                    -- folded title, description, keywords, names
    local             INTEGER NOT NULL,
    created_at        BIGINT NOT NULL,
    updated_at        BIGINT NOT NULL,
    deleted_at        BIGINT
);
CREATE INDEX resource_alive ON resource (id) WHERE deleted_at IS NULL;
CREATE INDEX resource_by_account ON resource (account_id, id);

-- Facets of the library: kind, subject, level, language, license, audience, educational_use.
CREATE TABLE resource_facet (
    facet             {{text}} NOT NULL,
    value             {{text}} NOT NULL,
    resource_id       BIGINT NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    label             TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (facet, value, resource_id)
) {{without_rowid}};
CREATE INDEX resource_facet_by_resource ON resource_facet (resource_id);

CREATE TABLE resource_version (
    id                {{serial}},
    resource_id       BIGINT NOT NULL REFERENCES resource (id) ON DELETE CASCADE,
    version           TEXT NOT NULL,
    record            TEXT NOT NULL,
    created_at        BIGINT NOT NULL
);
CREATE INDEX resource_version_by_resource ON resource_version (resource_id, id);

CREATE TABLE proposal (
    id                {{id}},
    post_id           BIGINT NOT NULL UNIQUE REFERENCES post (id) ON DELETE CASCADE,
    account_id        BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    uri               {{text}} NOT NULL UNIQUE,         -- canonical Proposal
    intent_uri        {{text}} NOT NULL UNIQUE,         -- what an Offer satisfies
    purpose           INTEGER NOT NULL,                 -- model::Purpose
    title             TEXT NOT NULL,
    content           TEXT NOT NULL DEFAULT '',         -- safe HTML, without the title
    source            TEXT NOT NULL DEFAULT '',
    record            TEXT NOT NULL DEFAULT '{}',       -- JSON: topics, levels, formats, languages, ...
    search_text       TEXT NOT NULL,
    places            INTEGER NOT NULL,
    places_free       INTEGER NOT NULL,                 -- ours: counted; remote: as announced
    state             INTEGER NOT NULL,                 -- model::ProposalState
    local             INTEGER NOT NULL,
    created_at        BIGINT NOT NULL,
    updated_at        BIGINT NOT NULL,
    expires_at        BIGINT,
    deleted_at        BIGINT,
    CHECK (places_free >= 0)
);
CREATE INDEX proposal_alive ON proposal (id) WHERE deleted_at IS NULL;
CREATE INDEX proposal_by_account ON proposal (account_id, id);

CREATE TABLE proposal_topic (
    topic             {{text}} NOT NULL,                -- folded
    proposal_id       BIGINT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    label             TEXT NOT NULL,
    PRIMARY KEY (topic, proposal_id)
) {{without_rowid}};
CREATE INDEX proposal_topic_by_proposal ON proposal_topic (proposal_id);

CREATE TABLE agreement (
    id                {{id}},
    uri               {{text}} NOT NULL DEFAULT '',     -- of the Agreement, once accepted
    offer_uri         {{text}} NOT NULL UNIQUE,         -- of the first Offer
    last_offer_uri    {{text}} NOT NULL,                -- of the Offer that is on the table
    proposal_id       BIGINT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    proposer_id       BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    responder_id      BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    mentor_id         BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    mentee_id         BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    state             INTEGER NOT NULL,                 -- model::AgreementState
    message           TEXT NOT NULL DEFAULT '',         -- of the one who asked; plain text
    terms             TEXT NOT NULL DEFAULT '{}',       -- JSON
    terms_hash        TEXT NOT NULL DEFAULT '',
    terms_by_id       BIGINT NOT NULL,                  -- who proposed the terms on the table
    place_held        INTEGER NOT NULL DEFAULT 0,       -- counts against the proposal's places
    trial_ends_at     BIGINT,
    created_at        BIGINT NOT NULL,
    updated_at        BIGINT NOT NULL
);
CREATE INDEX agreement_by_proposal ON agreement (proposal_id, state);
CREATE INDEX agreement_by_proposer ON agreement (proposer_id, id);
CREATE INDEX agreement_by_responder ON agreement (responder_id, id);
CREATE INDEX agreement_by_mentee ON agreement (mentee_id, state);
CREATE INDEX agreement_by_uri ON agreement (uri) WHERE uri <> '';
CREATE INDEX agreement_by_last_offer ON agreement (last_offer_uri);
CREATE INDEX agreement_waiting ON agreement (updated_at) WHERE state IN (0, 2);

-- The chain of what happened, each entry hashed over the one before (pln-domain.md 3.2.3).
CREATE TABLE agreement_step (
    id                {{serial}},
    agreement_id      BIGINT NOT NULL REFERENCES agreement (id) ON DELETE CASCADE,
    from_state        INTEGER,
    to_state          INTEGER NOT NULL,
    actor_id          BIGINT,                           -- null: the system's clock
    note              TEXT NOT NULL DEFAULT '',
    created_at        BIGINT NOT NULL,
    previous_hash     TEXT NOT NULL,
    hash              TEXT NOT NULL
);
CREATE INDEX agreement_step_by_agreement ON agreement_step (agreement_id, id);
