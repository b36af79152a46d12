-- The picture that the owner of an account has chosen. No row where none was chosen: protocols then draw a letter.
-- What is stored was drawn here; nothing of the uploaded file is kept.
CREATE TABLE avatar (
    account_id  BIGINT  NOT NULL PRIMARY KEY, -- of an account that existed when the picture was chosen
    fingerprint ${text} NOT NULL,             -- 32 hexadecimal digits, another for each other picture
    small_png   ${blob} NOT NULL,             -- 64 by 64 pixels
    large_png   ${blob} NOT NULL,             -- 512 by 512 pixels
    changed_s   BIGINT  NOT NULL              -- seconds since 1970
);
