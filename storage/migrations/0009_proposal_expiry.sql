-- The scheduler looks for proposals whose time is over: open and paused ones.
CREATE INDEX proposal_expiring ON proposal (expires_at) WHERE state IN (1, 3) AND deleted_at IS NULL;
