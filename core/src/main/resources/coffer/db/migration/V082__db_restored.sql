-- What oc:data-fingerprint answers: empty until the installation is restored from a backup, then another text each time.
ALTER TABLE installation ADD COLUMN data_fingerprint ${text} NOT NULL DEFAULT '';
