-- A space: the unit of keys, quota and serialised changes. In this release each is the home of one account.
-- Held: used_bytes is the sum of size_bytes of all files that can be reached from the root: every change that adds or
-- removes bytes updates it in its own transaction, and the row count of that update is the answer to "does it fit".
CREATE TABLE space (
    id         BIGINT   NOT NULL PRIMARY KEY,
    kind       SMALLINT NOT NULL CHECK (kind = 0),       -- 0 a home
    owner_id   BIGINT   NOT NULL,                        -- the account whose quota counts
    root_id    BIGINT   NOT NULL,                        -- node.id of the root collection
    used_bytes BIGINT   NOT NULL CHECK (used_bytes >= 0),
    created_us BIGINT   NOT NULL                         -- microseconds since 1970
);

CREATE UNIQUE INDEX space_home ON space (owner_id) WHERE kind = 0;

-- A file or collection, clustered by where it is, so that a listing reads neighbours.
-- Held: each row's parent_id is the id of a collection of the same space, or one of
--    0  the root of a space, whose name is the id of the space in decimal
--   -1  removed, not reachable: rows below are deleted in batches, the name is the row's own id in decimal
--   -2  a copy in the making, not reachable: attached to the tree by one update, the name is the row's own id
-- Held: of a collection that is not below -1, size_bytes is the sum of its members' size_bytes, and etag and modified_us
-- have been renewed in the transaction of every change below it.
-- There is no path column: a move is an update of one row.
CREATE TABLE node (
    parent_id      BIGINT   NOT NULL,
    name           ${text}  NOT NULL,                        -- Unicode NFC, compared by bytes
    id             BIGINT   NOT NULL,                        -- never reused, what clients see as oc:fileid
    space_id       BIGINT   NOT NULL,
    collection     SMALLINT NOT NULL CHECK (collection IN (0, 1)),
    etag           BIGINT   NOT NULL,                        -- 64 random bits, drawn anew at each change
    size_bytes     BIGINT   NOT NULL CHECK (size_bytes >= 0),
    modified_us    BIGINT   NOT NULL,                        -- microseconds since 1970, as are the next two
    created_us     BIGINT   NOT NULL,
    uploaded_us    BIGINT   NOT NULL,                        -- when the present content arrived
    object_id      ${blob},                                  -- 16 bytes, null for collections, never for files
    checksums      ${text}  NOT NULL,                        -- "SHA1:… MD5:…", of the present content, often empty
    property_bytes BIGINT   NOT NULL,                        -- the sum of dead_property.size_bytes, 0 when there is no row
    PRIMARY KEY (parent_id, name),
    CHECK ((object_id IS NULL) = (collection = 1))
) ${clustered};

CREATE UNIQUE INDEX node_id ON node (id);

-- Answers the sweeper of objects: does any row still name this one?
CREATE INDEX node_object ON node (object_id) WHERE object_id IS NOT NULL;

-- A property that clients store and the server does not understand (RFC 4918, section 4). Belongs to its node: moves
-- with it, is copied with it, and is deleted in the transaction that deletes the node's row.
CREATE TABLE dead_property (
    node_id    BIGINT  NOT NULL,
    namespace  ${text} NOT NULL,
    name       ${text} NOT NULL,
    xml        ${text} NOT NULL,                             -- the content of the element, stands alone
    size_bytes BIGINT  NOT NULL,                             -- UTF-8 bytes of namespace, name and xml
    PRIMARY KEY (node_id, namespace, name)
) ${clustered};
