-- Locks that people, and programs in their name, put on a file so that others see them (the files_lock application of the
-- clients) stand beside those of RFC 4918 in write_lock, so that each change asks one question only. Held: a row with
-- kind > 0 locks one file, exclusively and not infinitely, and for each file at most one of them holds. Other than the rows
-- with kind 0, it goes along when its file is moved within the space; it ends when the file is removed.

-- 0 a lock of RFC 4918, 1 by hand, 2 of an editor, 3 of a program that submits its token
ALTER TABLE write_lock ADD COLUMN kind SMALLINT NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 3);

-- microseconds since 1970; 0 in rows from before this column
ALTER TABLE write_lock ADD COLUMN created_us BIGINT NOT NULL DEFAULT 0;

-- user id of the holder; empty in rows from before this column
ALTER TABLE write_lock ADD COLUMN holder_uid ${text} NOT NULL DEFAULT '';

-- what people called the holder when the lock was taken; empty with kind 0
ALTER TABLE write_lock ADD COLUMN holder_name ${text} NOT NULL DEFAULT '';

-- the editor or program that took it, for people; empty with kinds 0 and 1
ALTER TABLE write_lock ADD COLUMN program ${text} NOT NULL DEFAULT '';

CREATE INDEX write_lock_account ON write_lock (account_id);
