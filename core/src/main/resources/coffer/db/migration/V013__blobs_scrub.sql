-- The self-check of stored content: of each kind at most one walk that goes on, and the last one that has come to its end. A walk first looks
-- at the rows of object in the order of their ids, then at what lies in the store.
CREATE TABLE object_scrub (
    keyed            SMALLINT NOT NULL CHECK (keyed IN (0, 1)),    -- 0 without keys, 1 opens every segment as well
    finished         SMALLINT NOT NULL CHECK (finished IN (0, 1)),
    begun_us         BIGINT   NOT NULL, -- microseconds since 1970
    seen_us          BIGINT   NOT NULL, -- when this row was written; of a finished walk its end
    one_in           INTEGER  NOT NULL CHECK (one_in > 0),         -- looks at one object in so many
    bytes_per_second BIGINT   NOT NULL CHECK (bytes_per_second > 0), -- reads no faster than this
    reached          ${blob}  NOT NULL, -- the last object that was looked at, 16 bytes; empty before the first
    listed           ${text},           -- null while rows are looked at; then how far the listing of the store has come
    objects          BIGINT   NOT NULL, -- looked at
    bytes            BIGINT   NOT NULL, -- read for that
    damaged          BIGINT   NOT NULL, -- of objects
    missing          BIGINT   NOT NULL, -- of damaged
    orphans          BIGINT   NOT NULL, -- old in the store, and without a row
    failures         BIGINT   NOT NULL, -- objects and listings that the disk or network has not given; the next walk tries again
    PRIMARY KEY (keyed, finished)
);

-- An object that could not be read back as it was stored. One row for each, however often it is found. A row goes when its object has gone.
CREATE TABLE object_damage (
    object_id    ${blob}  NOT NULL PRIMARY KEY, -- of object.id, 16 bytes
    kind         ${text}  NOT NULL, -- a word: missing, short_or_long, header, checksum, segment, key_unknown, row
    detail       ${text}  NOT NULL, -- for people; names no file of anybody
    found_us     BIGINT   NOT NULL, -- microseconds since 1970, as are the next two
    last_seen_us BIGINT   NOT NULL,
    repaired_us  BIGINT             -- when it was whole again; null while it is not
) ${clustered};

CREATE INDEX object_damage_open ON object_damage (object_id) WHERE repaired_us IS NULL;
