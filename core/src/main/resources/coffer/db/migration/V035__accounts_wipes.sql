-- Devices that shall remove what they have of an account. The app password is gone already; the order stays, whatever
-- becomes of the account, until the device has carried it out or a year is over.
CREATE TABLE device_wipe (
    id          ${rowid},                    -- that of the app password
    account_id  BIGINT  NOT NULL,            -- may be gone
    name        ${text} NOT NULL,            -- the device, for people
    secret_hash ${blob} NOT NULL UNIQUE,     -- as in app_password
    ordered_s   BIGINT  NOT NULL,            -- seconds since 1970
    seen_s      BIGINT,                      -- when the device first asked, null before
    done_s      BIGINT                       -- when the device said that it is done, null before
);

CREATE INDEX device_wipe_account ON device_wipe (account_id, id);
CREATE INDEX device_wipe_ordered ON device_wipe (ordered_s);
