-- Times of which the rows know nothing, found at a start: the newest object is older than the beginning. Either nothing was stored then, or
-- the database was put back to an earlier state and what was stored then has no rows any more. Nothing from these times is removed from the
-- store for want of a row.
CREATE TABLE object_gap (
    from_us BIGINT NOT NULL PRIMARY KEY, -- microseconds since 1970, as is the next
    to_us   BIGINT NOT NULL
);
