-- The key under which tokens and the like are hashed: exactly one row, made at the first start and never changed.
-- Losing it makes every app password worthless.
CREATE TABLE account_secret (
    id        SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
    secret    ${blob}  NOT NULL, -- 32 random bytes
    created_s BIGINT   NOT NULL  -- seconds since 1970
);

-- One row for each account that exists or whose user id must not be used again yet.
-- A deleted account (deleted_s is set) has no e-mail address, password, app password or membership.
CREATE TABLE account (
    id                 ${rowid}, -- from the common row ids
    uid                ${text}  NOT NULL,             -- the user id as it was created
    uid_key            ${text}  NOT NULL UNIQUE,      -- the user id in lower case
    display_name       ${text}  NOT NULL,             -- never empty
    email              ${text},                       -- null for none
    email_key          ${text},                       -- the address in lower case
    search_text        ${text}  NOT NULL,             -- user id, name and address, case-folded, one line each
    enabled            SMALLINT NOT NULL CHECK (enabled IN (0, 1)),
    quota_bytes        BIGINT   NOT NULL CHECK (quota_bytes >= -3), -- bytes, -1 the default, -3 unlimited
    language           ${text}  NOT NULL,             -- language tag, empty when not chosen
    locale             ${text}  NOT NULL,             -- locale tag, empty when not chosen
    timezone           ${text}  NOT NULL,             -- IANA name, empty when not chosen
    password_hash      ${text},                       -- PHC text of Argon2id, null when nobody can sign in by password
    credential_version BIGINT   NOT NULL,             -- raised by everything that ends password logins made before
    announced_s        BIGINT   NOT NULL,             -- last login.succeeded event of the password, seconds since 1970
    created_s          BIGINT   NOT NULL,             -- seconds since 1970
    first_login_s      BIGINT,                        -- seconds since 1970, null before the first login
    last_login_s       BIGINT,                        -- seconds since 1970, up to a minute late
    deleted_s          BIGINT                         -- seconds since 1970, null while the account exists
);

-- Login by e-mail address. Not unique: an address that two accounts share is a login name of neither.
CREATE INDEX account_email ON account (email_key);

-- Deleted accounts whose files are being removed.
CREATE INDEX account_deleted ON account (deleted_s) WHERE deleted_s IS NOT NULL;

-- What an account says of its owner. No row for an empty value.
CREATE TABLE account_profile (
    account_id BIGINT  NOT NULL REFERENCES account (id),
    field      ${text} NOT NULL, -- name of the field
    value      ${text} NOT NULL CHECK (value <> ''),
    PRIMARY KEY (account_id, field)
) ${clustered};

-- One row for each group. Row 0 is the group of administrators: it is never removed.
CREATE TABLE account_group (
    id           ${rowid}, -- from the common row ids, which begin at 1
    gid          ${text} NOT NULL,             -- the group's id as it was created
    gid_key      ${text} NOT NULL UNIQUE,      -- the same, case-folded
    display_name ${text} NOT NULL,             -- never empty
    search_text  ${text} NOT NULL,             -- id and name, case-folded, one line each
    guard        BIGINT  NOT NULL,             -- raised first in changes that must not run beside each other
    created_s    BIGINT  NOT NULL              -- seconds since 1970
);

INSERT INTO account_group (id, gid, gid_key, display_name, search_text, guard, created_s)
VALUES (0, 'admin', 'admin', 'admin', 'admin', 0, 0);

-- Which account is a member of which group. Deleted accounts are members of nothing.
CREATE TABLE group_member (
    group_id   BIGINT NOT NULL REFERENCES account_group (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    since_s    BIGINT NOT NULL, -- seconds since 1970
    PRIMARY KEY (group_id, account_id)
) ${clustered};

CREATE INDEX group_member_account ON group_member (account_id, group_id);

-- Which account administers the members of which group. Never the group of administrators.
CREATE TABLE group_subadmin (
    group_id   BIGINT NOT NULL REFERENCES account_group (id) CHECK (group_id <> 0),
    account_id BIGINT NOT NULL REFERENCES account (id),
    since_s    BIGINT NOT NULL, -- seconds since 1970
    PRIMARY KEY (group_id, account_id)
) ${clustered};

CREATE INDEX group_subadmin_account ON group_subadmin (account_id, group_id);

-- One row for each app password that works, whatever the state of its account.
CREATE TABLE app_password (
    id          ${rowid}, -- from the common row ids
    account_id  BIGINT  NOT NULL REFERENCES account (id),
    login_name  ${text} NOT NULL,             -- what was typed when it was issued, and must be typed with it
    name        ${text} NOT NULL,             -- the device or program, for people
    secret_hash ${blob} NOT NULL UNIQUE,      -- 32 bytes: HMAC-SHA-256 under a key made from account_secret
    created_s   BIGINT  NOT NULL,             -- seconds since 1970
    last_used_s BIGINT  NOT NULL,             -- seconds since 1970, up to a minute late, 0 before the first use
    announced_s BIGINT  NOT NULL              -- last login.succeeded event, seconds since 1970
);

CREATE INDEX app_password_account ON app_password (account_id, id);

-- Failed sign-ins of the last 12 hours, each wrong secret once. Holds networks, so personal data; swept.
CREATE TABLE failed_login (
    network   ${text} NOT NULL, -- the block of addresses, such as 192.0.2.1/32
    subject   BIGINT  NOT NULL, -- account id; below 0 a hash of a login name nobody has; 0 no login name
    digest    BIGINT  NOT NULL, -- 16 bits of a keyed hash of the secret: enough to know it again, too few to guess it
    failed_us BIGINT  NOT NULL, -- microseconds since 1970, when it was first tried
    PRIMARY KEY (network, subject, digest)
) ${clustered};

CREATE INDEX failed_login_network ON failed_login (network, failed_us);
CREATE INDEX failed_login_subject ON failed_login (subject, failed_us);
CREATE INDEX failed_login_time ON failed_login (failed_us);

-- From where an account's password was good before: failures of others do not slow the account's owner there.
CREATE TABLE known_network (
    account_id BIGINT  NOT NULL REFERENCES account (id),
    network    ${text} NOT NULL, -- as in failed_login
    good_s     BIGINT  NOT NULL, -- seconds since 1970, the last time
    PRIMARY KEY (account_id, network)
) ${clustered};
