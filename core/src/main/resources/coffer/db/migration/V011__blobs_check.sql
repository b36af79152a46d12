-- The checksum of sealed bytes is CRC-32C and CRC-32, 4 bytes each, where it has 8 bytes, and SHA-256 where it has 32: rows from
-- before this one keep theirs.
ALTER TABLE object RENAME COLUMN sealed_sha256 TO sealed_check;
