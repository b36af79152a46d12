-- Whose home the file was in at the time: after it was handed over, the new owner does not learn of the former one's devices and
-- folders. Empty for acts that are older than this column; these show neither to anybody.
ALTER TABLE file_act ADD COLUMN owner_uid ${text} NOT NULL DEFAULT '';
