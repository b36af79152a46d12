-- One mail that the mail server has not yet accepted. The row goes when it has, when it refuses for good, and when the
-- mail has expired: address and text are personal data, and the text may hold a link that opens an account.
CREATE TABLE outgoing_mail (
    id          ${identity},
    message_id  ${text}  NOT NULL,        -- the same at each attempt, so that receivers can tell a second copy
    account_id  BIGINT   NOT NULL,        -- whom it is for
    account_uid ${text}  NOT NULL,        -- the same by name, for the event log
    purpose     ${text}  NOT NULL,        -- a few fixed words, for logs and events
    recipient   ${text}  NOT NULL,        -- e-mail address
    subject     ${text}  NOT NULL,
    body        ${text}  NOT NULL,        -- plain text, lines end with a line feed
    created_us  BIGINT   NOT NULL,        -- microseconds since 1970
    expires_us  BIGINT   NOT NULL,        -- microseconds since 1970; not sent any more from then on
    attempts    INTEGER  NOT NULL,        -- begun so far
    next_us     BIGINT   NOT NULL         -- microseconds since 1970, when it may next be tried; while a process is trying,
                                          -- the time at which it would lose the mail to another
);

CREATE INDEX outgoing_mail_next ON outgoing_mail (next_us);
CREATE INDEX outgoing_mail_expiry ON outgoing_mail (expires_us);
