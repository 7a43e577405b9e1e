-- How much one host has waiting, so that none fills the queue (security.md DOS-24).
CREATE INDEX inbox_item_by_host ON inbox_item (host);
