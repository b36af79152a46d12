-- A link by which the owner of an account may set a new password once. One row for each account at most: a newer link
-- replaces the older. Rows of deleted accounts mean nothing; all are swept when they have expired.
CREATE TABLE password_reset (
    account_id         BIGINT  NOT NULL PRIMARY KEY,
    token_hash         ${blob} NOT NULL UNIQUE, -- SHA-256 of the 43 characters in the link, which hold 256 random bits
    credential_version BIGINT  NOT NULL,        -- of the account when it was asked for; another one ends the link
    expires_us         BIGINT  NOT NULL         -- microseconds since 1970; the link is dead from then on
) ${clustered};

CREATE INDEX password_reset_expiry ON password_reset (expires_us);

-- Links asked for within the last hour, so that nobody fills a mailbox. Holds networks, so personal data; swept.
CREATE TABLE password_reset_request (
    id         ${rowid},          -- from the common row ids
    network    ${text} NOT NULL,  -- as in failed_login
    account_id BIGINT  NOT NULL,  -- 0 when no mail was sent: no such account, none that can sign in by password, …
    asked_us   BIGINT  NOT NULL   -- microseconds since 1970
);

CREATE INDEX password_reset_request_network ON password_reset_request (network, asked_us);
CREATE INDEX password_reset_request_account ON password_reset_request (account_id, asked_us);
CREATE INDEX password_reset_request_time ON password_reset_request (asked_us);
