-- The next number of a share: one row. Clients hold these numbers in 31 bits, so they do not come from the common row ids.
CREATE TABLE share_number (
    one  SMALLINT NOT NULL PRIMARY KEY CHECK (one = 1),
    next BIGINT   NOT NULL
);

INSERT INTO share_number (one, next)
VALUES (1, 1);

-- Something that somebody hands on: to an account, to a group, or to whoever has a link. Never deleted while it may come back.
-- Held: space_id and owner_id are those of the node, in the transaction that changes them; away is 1 exactly while the node
-- is in the trash bin.
CREATE TABLE share (
    id            BIGINT   NOT NULL PRIMARY KEY,               -- fits 31 bits, never used again
    kind          SMALLINT NOT NULL CHECK (kind IN (0, 1, 3)), -- 0 account, 1 group, 3 link
    node_id       BIGINT   NOT NULL,
    space_id      BIGINT   NOT NULL,
    owner_id      BIGINT   NOT NULL,                           -- the account whose space it is
    sharer_id     BIGINT   NOT NULL,                           -- the account that hands it on
    recipient_id  BIGINT,                                      -- account or group, null for links
    permissions   SMALLINT NOT NULL,                           -- 1 read, 2 update, 4 create, 8 delete, 16 share
    name          ${text}  NOT NULL,                           -- what it was called when it was shared
    attributes    ${text}  NOT NULL,                           -- JSON as clients sent it, empty for none
    note          ${text}  NOT NULL,
    label         ${text}  NOT NULL,
    password_hash ${text},                                     -- PHC text of Argon2id, null for none
    token         ${text},                                     -- of a link
    hide_download SMALLINT NOT NULL CHECK (hide_download IN (0, 1)),
    expires_s     BIGINT,                                      -- seconds since 1970, null for never
    created_s     BIGINT   NOT NULL,
    away          SMALLINT NOT NULL CHECK (away IN (0, 1)),
    ended_s       BIGINT,                                      -- when somebody ended it, null before
    CHECK ((kind = 3) = (recipient_id IS NULL)),
    CHECK ((kind = 3) = (token IS NOT NULL))
);

CREATE INDEX share_of_node ON share (node_id);
CREATE INDEX share_of_space ON share (space_id);
CREATE INDEX share_of_sharer ON share (sharer_id);
CREATE INDEX share_of_owner ON share (owner_id);
CREATE INDEX share_to ON share (recipient_id, kind) WHERE recipient_id IS NOT NULL;
CREATE UNIQUE INDEX share_by_token ON share (token) WHERE token IS NOT NULL;

-- What an account has said to a share with it or with a group it is in. No row means that it was taken as it came.
CREATE TABLE share_answer (
    account_id BIGINT   NOT NULL,
    share_id   BIGINT   NOT NULL,
    answer     SMALLINT NOT NULL CHECK (answer IN (1, 2)), -- 1 accepted, 2 left
    changed_s  BIGINT   NOT NULL,
    PRIMARY KEY (account_id, share_id)
) ${clustered};

CREATE INDEX share_answered ON share_answer (share_id);

-- Where an account sees what was shared with it. Written when it first looks, kept when the share ends or is left, so
-- that what comes back has its place and name.
-- Held: no two rows of an account have the same parent and name while both are shown.
CREATE TABLE share_place (
    account_id BIGINT  NOT NULL,
    node_id    BIGINT  NOT NULL,
    parent_id  BIGINT  NOT NULL, -- a collection of the account's home; 0 for its root
    name       ${text} NOT NULL,
    PRIMARY KEY (account_id, node_id)
) ${clustered};

CREATE INDEX share_place_parent ON share_place (parent_id) WHERE parent_id <> 0;
CREATE INDEX share_place_node ON share_place (node_id);
