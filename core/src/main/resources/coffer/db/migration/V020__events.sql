-- One act and how it ended, appended in the transaction of the act itself, or in one of its own if nothing was changed.
-- Rows are never updated. They go when every reader has passed them and their retention is over.
--
-- Reading order is (epoch, transaction_id, seq), and on PostgreSQL only rows of transactions below pg_snapshot_xmin are
-- read: seq is taken before the commit, so a lower one may become visible after a higher one. SQLite has one writer,
-- there seq alone is the order of the commits.
CREATE TABLE event (
    seq            ${identity},                                -- never used again, also not after the row is gone
    epoch          BIGINT  NOT NULL,                           -- of event_epoch when the row was written
    transaction_id BIGINT  NOT NULL DEFAULT ${transaction_id}, -- of the writing transaction, 0 on SQLite
    time_us        BIGINT  NOT NULL,                           -- microseconds since 1970, by the writer's clock
    type           ${text} NOT NULL,                           -- dotted name
    body           ${text} NOT NULL                            -- the rest of the envelope, canonical JSON (RFC 8785)
);

-- The reading order. On SQLite no row is in it, so that it costs nothing there.
CREATE INDEX event_order ON event (epoch, transaction_id, seq) WHERE transaction_id > 0;

-- How far a reader has come: it has dealt with the event at this place and all before it. Moves forward only.
CREATE TABLE event_cursor (
    reader         ${text} NOT NULL PRIMARY KEY, -- name of the reader
    epoch          BIGINT  NOT NULL,
    transaction_id BIGINT  NOT NULL,
    seq            BIGINT  NOT NULL
) ${clustered};

-- The epoch of new events: exactly one row. Raised, never lowered, when the database was restored or moved, because then
-- transaction ids and seq can come again that readers have already passed.
CREATE TABLE event_epoch (
    id    SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch BIGINT   NOT NULL
);

INSERT INTO event_epoch (id, epoch) VALUES (1, 1);
