package coffer.server.webdav;

import coffer.base.AccountId;
import coffer.blobs.Objects;
import coffer.files.Files;
import coffer.locks.FileLocks;
import coffer.locks.Locks;
import coffer.server.archive.Archives;
import coffer.trash.Trash;
import coffer.uploads.Uploads;
import coffer.versions.Versions;
import java.util.Optional;
import java.util.function.Function;

/**
 * What WebDAV shows of the core.
 *
 * @param archives shared by everything that makes archives
 * @param uids the user id of an account; empty when it is gone
 */
public record Features(
        Files files,
        Locks locks,
        FileLocks fileLocks,
        Uploads uploads,
        Trash trash,
        Versions versions,
        Objects objects,
        Archives archives,
        Function<AccountId, Optional<String>> uids) {}
