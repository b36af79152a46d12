-- One row for each file or collection of which at least one act is known, as long as the tree has a node of that id.
-- Held: acts is the number of its rows in file_act, and at most 10,000.
CREATE TABLE file_history (
    file_id BIGINT NOT NULL PRIMARY KEY, -- node.id
    acts    BIGINT NOT NULL CHECK (acts >= 0)
) ${clustered};

-- One successful act on one file or collection, made from the event at (epoch, transaction_id, seq); rows are never
-- updated. A copy makes two: one for the copy, one for what was copied. What happens below a collection is no act on it.
CREATE TABLE file_act (
    file_id           BIGINT   NOT NULL,                                        -- node.id
    epoch             BIGINT   NOT NULL,                                        -- the event's place, and the order of the rows
    transaction_id    BIGINT   NOT NULL,
    seq               BIGINT   NOT NULL,
    time_us           BIGINT   NOT NULL,                                        -- microseconds since 1970
    act               ${text}  NOT NULL,                                        -- a word of coffer.history.Act
    actor_kind        ${text}  NOT NULL,                                        -- user, operator, system, anonymous
    actor_uid         ${text}  NOT NULL,                                        -- user id, or name of the background work
    device_kind       SMALLINT NOT NULL CHECK (device_kind BETWEEN 0 AND 2),    -- 0 unknown, 1 app password, 2 other program
    device            ${text}  NOT NULL,                                        -- name of the app password then, or the agent
    path_before       ${text}  NOT NULL,                                        -- in the owner's home, empty if it was not there
    path_after        ${text},                                                  -- null if it stayed, empty if it was gone
    size_before_bytes BIGINT,                                                   -- null where the event does not tell
    size_after_bytes  BIGINT,
    PRIMARY KEY (file_id, epoch, transaction_id, seq)
) ${clustered};
