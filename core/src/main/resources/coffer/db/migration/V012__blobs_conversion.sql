-- One run over all objects that brings each to how it should lie: sealed, plain, or under a key that was not retired. At most one is not
-- ended. Rows stay, as a record.
CREATE TABLE conversion (
    id              BIGINT   NOT NULL PRIMARY KEY, -- one more than the run before
    kind            SMALLINT NOT NULL CHECK (kind IN (1, 2, 3, 4)), -- 1 seal, 2 unseal, 3 leave retired keys, 4 leave keys of spaces that are gone
    begun_us        BIGINT   NOT NULL, -- microseconds since 1970
    reached         ${blob},           -- the last object that was looked at in this pass, 16 bytes; null at its beginning
    pass_converted  BIGINT   NOT NULL, -- objects converted in this pass; a run ends with a pass that has converted none
    converted       BIGINT   NOT NULL, -- objects converted in all
    converted_bytes BIGINT   NOT NULL, -- their plain lengths
    failed          BIGINT   NOT NULL, -- objects of the last pass that could not be read, and stay as they are
    ended_us        BIGINT             -- null while it goes on
);

CREATE UNIQUE INDEX conversion_open ON conversion ((1)) WHERE ended_us IS NULL;

-- An object whose content lies in another object now. While the row is here both stay, named or not: until seven days after the end of the
-- run. A file may still name the first one when a crash came between; the run goes on with it.
CREATE TABLE replaced_object (
    object_id     ${blob} NOT NULL PRIMARY KEY, -- of object.id, 16 bytes
    by_id         ${blob} NOT NULL, -- likewise
    conversion_id BIGINT  NOT NULL  -- of conversion.id
) ${clustered};

CREATE INDEX replaced_object_by ON replaced_object (by_id);
