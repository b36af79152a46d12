-- A file or collection on its way from one space to another. It is at parent -4, where nobody finds it, while the spaces of what is below it
-- are rewritten in batches; afterwards it is placed and the row goes. A row that is there at a start is taken up again from the beginning.
-- Held: node_id is a node at parent -4, whose bytes count in the space it goes to.
CREATE TABLE transfer (
    node_id       BIGINT  NOT NULL PRIMARY KEY,
    from_space_id BIGINT  NOT NULL,
    to_space_id   BIGINT  NOT NULL,
    to_parent_id  BIGINT  NOT NULL, -- the collection it will be in; when that is gone, the root
    name          ${text} NOT NULL, -- that it will have if that is free
    location      ${text} NOT NULL, -- path that it had, for the event
    from_uid      ${text} NOT NULL, -- the owner it had, for the event
    to_uid        ${text} NOT NULL,
    begun_us      BIGINT  NOT NULL  -- microseconds since 1970
) ${clustered};
