package coffer.server.webdav;

import coffer.accounts.Account;
import coffer.base.AccountId;
import coffer.blobs.Objects;
import coffer.files.Files;
import coffer.files.Homes;
import coffer.locks.FileLocks;
import coffer.locks.Locks;
import coffer.server.archive.Archives;
import coffer.shares.ShareMarks;
import coffer.trash.Trash;
import coffer.uploads.Uploads;
import coffer.versions.Versions;
import java.util.Optional;
import java.util.function.Function;

/**
 * What WebDAV shows of the core.
 *
 * @param archives shared by everything that makes archives
 * @param homes the same files with what was received among them
 * @param accounts empty for one that is gone
 */
public record Features(
        Files files,
        Homes homes,
        Locks locks,
        FileLocks fileLocks,
        Uploads uploads,
        Trash trash,
        Versions versions,
        Objects objects,
        Archives archives,
        ShareMarks shareMarks,
        Function<AccountId, Optional<Account>> accounts) {}
