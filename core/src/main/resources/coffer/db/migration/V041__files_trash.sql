-- Who stored the present content of a file: an account, also one that is gone; null when nobody had signed in, for
-- collections, and for what was stored before this column was there.
ALTER TABLE node ADD COLUMN uploader_id BIGINT;

-- One more place that is not reachable from the root of a space (see V040): parent_id -3 is what was removed and is kept,
-- with all below it; the name is the row's own id in decimal. Its bytes do not count in space.used_bytes. Sizes and entity
-- tags of collections hold there as in the tree.
