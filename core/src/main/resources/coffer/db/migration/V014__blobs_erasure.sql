-- A space key whose space is gone: it is destroyed after a delay, so that what it has sealed can never be opened again, wherever copies of
-- the bytes are. Objects that other spaces still name leave it before. Rows stay, as a record.
CREATE TABLE key_erasure (
    key_id       ${blob} NOT NULL, -- as in space_key
    version      INTEGER NOT NULL,
    due_us       BIGINT  NOT NULL, -- not before this, microseconds since 1970
    destroyed_us BIGINT,           -- null until it is destroyed
    PRIMARY KEY (key_id, version)
) ${clustered};
