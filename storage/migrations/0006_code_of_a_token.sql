-- Which code a token came from: a code that comes twice ends the token of the first time (RFC 6749 4.1.2).
ALTER TABLE oauth_token ADD COLUMN code_hash {{text}};
CREATE INDEX oauth_token_by_code ON oauth_token (code_hash) WHERE code_hash IS NOT NULL;
