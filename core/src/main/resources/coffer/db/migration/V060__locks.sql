-- A write lock of RFC 4918. Holds while expires_us lies in the future. Later the row means nothing and is deleted at
-- leisure. Held: node_id is a node of the space that can be reached. Whatever moves or removes a node deletes the locks
-- on it and below it in the same transaction.
CREATE TABLE write_lock (
    token      ${text}  NOT NULL PRIMARY KEY,                    -- "opaquelocktoken:" and a random UUID
    space_id   BIGINT   NOT NULL,
    node_id    BIGINT   NOT NULL,                                -- what was locked: the root of the lock
    account_id BIGINT   NOT NULL,                                -- the holder, who alone may use the token
    exclusive  SMALLINT NOT NULL CHECK (exclusive IN (0, 1)),    -- 0 a shared lock
    infinite   SMALLINT NOT NULL CHECK (infinite IN (0, 1)),     -- 1: everything below the node too
    owner_xml  ${text}  NOT NULL,                                -- as the client sent it, may be empty
    timeout_s  BIGINT   NOT NULL,                                -- seconds granted, from the last refresh on
    expires_us BIGINT   NOT NULL                                 -- microseconds since 1970
);

CREATE INDEX write_lock_space ON write_lock (space_id, expires_us);

CREATE INDEX write_lock_expiry ON write_lock (expires_us);
