-- A content that a file once had, and the name that a person gave to it or to the present one. Held: node_id is a node, also one
-- that was removed and kept; its rows go in the transaction that deletes it for good. Names its object, so that it lives.
CREATE TABLE version (
    node_id     BIGINT  NOT NULL,
    revision_s  BIGINT  NOT NULL, -- node.uploaded_us of that time in seconds: what clients call it by
    space_id    BIGINT  NOT NULL, -- of the node
    object_id   ${blob} NOT NULL, -- of object.id, 16 bytes
    size_bytes  BIGINT  NOT NULL CHECK (size_bytes >= 0),
    modified_us BIGINT  NOT NULL, -- node.modified_us of that time
    etag        BIGINT  NOT NULL, -- node.etag of that time
    checksums   ${text} NOT NULL, -- node.checksums of that time
    author_id   BIGINT,           -- the account who stored it, also one that is gone; null when nobody had signed in
    label       ${text} NOT NULL, -- empty when nobody has named it; one that is named does not go by itself
    replaced_us BIGINT,           -- microseconds since 1970; null for the present content, which has a row only when it is named
    PRIMARY KEY (node_id, revision_s)
) ${clustered};

CREATE INDEX version_object ON version (object_id);
CREATE INDEX version_age ON version (space_id, replaced_us, node_id, revision_s, size_bytes) WHERE replaced_us IS NOT NULL;
