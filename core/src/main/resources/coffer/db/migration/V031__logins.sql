-- One row for each browser that is signed in.
CREATE TABLE login_session (
    id          ${rowid},                -- from the common row ids
    account_id  BIGINT   NOT NULL,       -- swept when it is gone
    login_name  ${text}  NOT NULL,       -- what was typed
    secret_hash ${blob}  NOT NULL UNIQUE, -- SHA-256 of the 32 random bytes in the cookie
    agent       ${text}  NOT NULL,       -- the browser as it names itself
    address     ${text}  NOT NULL,       -- where it was seen last
    remembered  SMALLINT NOT NULL CHECK (remembered IN (0, 1)),
    started_s   BIGINT   NOT NULL,       -- seconds since 1970
    seen_s      BIGINT   NOT NULL,       -- seconds since 1970, up to a minute late
    confirmed_s BIGINT   NOT NULL        -- when the password was typed last, seconds since 1970
);

CREATE INDEX login_session_account ON login_session (account_id, id);
CREATE INDEX login_session_seen ON login_session (seen_s);

-- One row for each program that waits until somebody lets it in. Lives for minutes.
CREATE TABLE login_flow (
    id           ${rowid},                 -- from the common row ids
    poll_hash    ${blob} UNIQUE,           -- SHA-256 of the token the program asks with; null in version 1
    login_hash   ${blob} UNIQUE,           -- SHA-256 of the token in the address for the browser; null in version 1
    browser_hash ${blob},                  -- SHA-256 of the browser that opened it; null before
    device       ${text} NOT NULL,         -- the program as it names itself
    address      ${text} NOT NULL,         -- from where it was begun
    begun_s      BIGINT  NOT NULL,         -- seconds since 1970
    account_id   BIGINT,                   -- who lets the program in; null before
    login_name   ${text}                   -- what was typed then; null before
);

CREATE INDEX login_flow_begun ON login_flow (begun_s);
CREATE INDEX login_flow_address ON login_flow (address, begun_s);
