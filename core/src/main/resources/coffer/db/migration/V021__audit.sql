-- What the database knows of the audit files: exactly one row from the first start on. Written in the transaction that
-- advances the reader "audit", after the files were synced, so the files are never behind this row unless somebody has
-- cut, replaced or restored them. Entries themselves are in the files only.
CREATE TABLE audit_state (
    id              SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
    chain           ${text}  NOT NULL, -- UUID that stands in every entry
    public_key      ${blob}  NOT NULL, -- Ed25519 key of the checkpoints, 32 bytes (RFC 8032)
    last_seq        BIGINT   NOT NULL, -- number of the last entry, 0 before the first
    last_hash       ${blob}  NOT NULL, -- its hash, 32 bytes
    last_checkpoint BIGINT   NOT NULL, -- counter of the last checkpoint, 0 before the first
    checkpoint_hash ${blob}  NOT NULL  -- SHA-256 of its line, 32 bytes
);
