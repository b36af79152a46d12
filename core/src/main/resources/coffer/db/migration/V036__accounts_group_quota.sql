-- How much each member of a group may store whose own quota is the default. Of several groups the largest counts; groups
-- with -1 do not.
ALTER TABLE account_group
    ADD COLUMN quota_bytes BIGINT NOT NULL DEFAULT -1 CHECK (quota_bytes >= -3); -- bytes, -1 says nothing, -3 unlimited
