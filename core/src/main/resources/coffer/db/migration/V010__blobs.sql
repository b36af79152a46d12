-- The key ring's copy in the database: one version of one space's key. Rows are added and advanced in state, never
-- removed. The files keys/ring-*.cofring hold the same entries; each heals the other.
CREATE TABLE space_key (
    key_id   ${blob} NOT NULL, -- UUID of a space's key, the same for all its versions, 16 bytes
    version  INTEGER NOT NULL CHECK (version > 0), -- from 1; the highest seals new objects
    space_id BIGINT  NOT NULL, -- the space whose content the key protects
    entry    ${blob} NOT NULL, -- wrapped key, state and tag of the root key: docs/formats/key-ring.md, 148 bytes
    PRIMARY KEY (key_id, version)
) ${clustered};

CREATE INDEX space_key_space ON space_key (space_id, version);

-- A content object: written once, never changed. The row appears in the transaction in which another row first names the
-- object, after its bytes are durable. It goes, after a time of grace, when no row names the object any more; its bytes
-- go after it.
CREATE TABLE object (
    id                ${blob}  NOT NULL PRIMARY KEY, -- random UUID, 16 bytes
    form              SMALLINT NOT NULL CHECK (form IN (1, 2, 3)), -- 1 inline, 2 file, 3 manifest of parts
    size_bytes        BIGINT   NOT NULL CHECK (size_bytes >= 0), -- plain length
    space_key_id      ${blob},  -- as in the object's header; null for a manifest, whose parts have keys of their own
    space_key_version INTEGER,
    sealed_bytes      BIGINT,   -- length of the sealed bytes; null for a manifest
    sealed_sha256     ${blob},  -- SHA-256 of the sealed bytes, so that they can be checked without keys; null likewise
    inline_id         BIGINT,   -- row of inline_object; null unless the object is inline
    created_us        BIGINT   NOT NULL, -- microseconds since 1970
    condemned_us      BIGINT,   -- when a transaction proved that nothing names the object; null while alive
    CHECK ((form = 3) = (sealed_bytes IS NULL)),
    CHECK ((form = 1) = (inline_id IS NOT NULL))
) ${clustered};

CREATE INDEX object_condemned ON object (condemned_us, id) WHERE condemned_us IS NOT NULL;

-- The sealed bytes of a small object: what its file would hold. Numbered in the order of arrival, so that writing them
-- appends, while their objects' ids are random.
CREATE TABLE inline_object (
    id    ${rowid},
    bytes ${blob} NOT NULL
);

-- One part of a manifest. The parts of a manifest follow each other without gap or overlap from offset 0 to the size of
-- its object; none is empty, and none is itself a manifest.
CREATE TABLE object_part (
    manifest_id  ${blob} NOT NULL, -- object of form 3
    offset_bytes BIGINT  NOT NULL CHECK (offset_bytes >= 0), -- where the part begins in the manifest's content
    part_id      ${blob} NOT NULL, -- object of form 1 or 2
    size_bytes   BIGINT  NOT NULL CHECK (size_bytes > 0), -- plain length of the part
    PRIMARY KEY (manifest_id, offset_bytes)
) ${clustered};

CREATE INDEX object_part_part ON object_part (part_id);
