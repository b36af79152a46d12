-- Something that was removed from the tree and can come back, with all below it. Held: node_id is a node at parent -3 of the
-- same space, and size_bytes is its size. Whatever takes the node from there deletes the row in the same transaction.
CREATE TABLE trash_item (
    node_id     BIGINT  NOT NULL PRIMARY KEY,
    space_id    BIGINT  NOT NULL,
    owner_uid   ${text} NOT NULL, -- the space's owner, for events
    name        ${text} NOT NULL, -- that it had, NFC
    mark_s      BIGINT  NOT NULL, -- with the name what clients call it by: seconds since 1970 of its removal, or later ones when taken
    location    ${text} NOT NULL, -- path that it had from the root of the space, with a leading slash
    parent_id   BIGINT  NOT NULL, -- node.id of the collection it was in, which may be gone
    size_bytes  BIGINT  NOT NULL CHECK (size_bytes >= 0),
    removed_us  BIGINT  NOT NULL, -- microseconds since 1970
    remover_id  BIGINT,           -- the account who removed it; null when nobody had signed in
    remover_uid ${text} NOT NULL
) ${clustered};

CREATE UNIQUE INDEX trash_item_name ON trash_item (space_id, name, mark_s);
CREATE INDEX trash_item_age ON trash_item (space_id, removed_us, node_id, size_bytes);
CREATE INDEX trash_item_expiry ON trash_item (removed_us, node_id);
