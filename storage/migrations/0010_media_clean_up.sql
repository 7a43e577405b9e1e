-- Uploads that hang on no post, by age; and who still names a file of the store.
CREATE INDEX media_detached ON media (created_at) WHERE post_id IS NULL;
CREATE INDEX media_by_file ON media (store_key) WHERE store_key <> '';
