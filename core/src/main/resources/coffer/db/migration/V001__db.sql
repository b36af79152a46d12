-- The identity of the installation: exactly one row.
CREATE TABLE installation (
    id          SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
    instance_id ${text}  NOT NULL, -- "oc" and ten letters or digits, the end of every oc:id
    created_s   BIGINT   NOT NULL  -- seconds since 1970
);

-- Where the next block of row ids begins: exactly one row. Ids below it are taken or lost, never handed out again.
CREATE TABLE id_block (
    id      SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
    next_id BIGINT   NOT NULL
);

INSERT INTO id_block (id, next_id) VALUES (1, 1);
