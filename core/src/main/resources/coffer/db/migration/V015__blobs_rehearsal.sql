-- A proof that a recovery kit opens what is stored here: its root key alone has opened every key of the ring and some objects.
CREATE TABLE rehearsal (
    done_us    BIGINT  NOT NULL PRIMARY KEY, -- microseconds since 1970
    root_id    ${blob} NOT NULL, -- of the root key that the kit holds, 16 bytes
    space_keys INTEGER NOT NULL, -- keys that were opened
    objects    INTEGER NOT NULL  -- objects that were opened to their end
);
