-- A chunked upload: a collection of chunks that a client has named and will ask to be assembled into a file. Open until
-- it is assembled, given up or expired; a closed one is out of everybody's sight, and its rows go in batches.
CREATE TABLE upload (
    id              ${rowid},
    account_id      BIGINT  NOT NULL, -- whose it is
    owner_uid       ${text} NOT NULL, -- the account's user id, for events
    space_id        BIGINT  NOT NULL, -- the account's home, whose key seals the chunks
    name            ${text} NOT NULL, -- as the client chose it, NFC
    announced_bytes BIGINT,           -- length the file will have, if the client has said so at the beginning
    begun_us        BIGINT  NOT NULL, -- microseconds since 1970
    touched_us      BIGINT  NOT NULL, -- when it was begun or a chunk last came or went, likewise
    chunks          INTEGER NOT NULL, -- number of its rows in upload_chunk
    size_bytes      BIGINT  NOT NULL, -- sum of their sizes
    revision        BIGINT  NOT NULL, -- one more with every chunk that comes or goes
    closed_us       BIGINT            -- when it was assembled, given up or expired; null while open
);

CREATE UNIQUE INDEX upload_open ON upload (account_id, name) WHERE closed_us IS NULL;
CREATE INDEX upload_touched ON upload (touched_us, id) WHERE closed_us IS NULL;
CREATE INDEX upload_closed ON upload (closed_us, id) WHERE closed_us IS NOT NULL;
CREATE INDEX upload_account ON upload (account_id);

-- One chunk: content that has arrived whole. Names its object, so that the object lives.
CREATE TABLE upload_chunk (
    upload_id  BIGINT  NOT NULL, -- of upload.id
    name       ${text} NOT NULL, -- as the client chose it, NFC; chunks are joined in the natural order of their names
    object_id  ${blob} NOT NULL, -- of object.id, 16 bytes
    size_bytes BIGINT  NOT NULL CHECK (size_bytes >= 0), -- plain length
    stored_us  BIGINT  NOT NULL, -- microseconds since 1970
    PRIMARY KEY (upload_id, name)
) ${clustered};

CREATE INDEX upload_chunk_object ON upload_chunk (object_id);
