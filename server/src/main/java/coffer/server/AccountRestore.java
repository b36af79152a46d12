package coffer.server;

import coffer.accounts.Account;
import coffer.backup.BackupPlace;
import coffer.backup.BackupRefused;
import coffer.backup.Restore;
import coffer.backup.RestoreReport;
import coffer.base.Actor;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.blobs.ObjectDamaged;
import coffer.blobs.ObjectMissing;
import coffer.blobs.ObjectReader;
import coffer.disk.Disk;
import coffer.files.Entry;
import coffer.files.View;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Takes the files of one account out of a snapshot, as plain files with their times. Rows and small files are restored for that into a
 * directory that goes afterwards; large ones are read where they are.
 */
final class AccountRestore {
    private static final int PAGE = 500;

    private final BackupPlace place;
    private final BackupKeys keys;
    private final Settings settings;
    private final String from;
    private final SecureRandom random;

    /** @param from the address of the place */
    AccountRestore(BackupPlace place, BackupKeys keys, Settings settings, String from, SecureRandom random) {
        this.place = place;
        this.keys = keys;
        this.settings = settings;
        this.from = from;
        this.random = random;
    }

    /**
     * @param report of the snapshot as a whole, without large objects, which were not all looked at
     * @param missing files whose content is not there
     */
    record Result(RestoreReport report, List<String> missing) {}

    /**
     * @param path of a file or folder of the account; the whole account when there is nothing but slashes
     * @param target a directory that is not there yet
     */
    Result of(String snapshot, String uid, String path, Path target) throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        WholeRestore.requireEmptyDatabase(settings);
        try (WorkDirectory work = WorkDirectory.of(target)) {
            Path data = work.path().resolve("data");
            Files.createDirectory(
                    data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Restore restore = new Restore(place, keys.into(data), random);
            RestoreReport report = restore.into(snapshot, WholeRestore.target(settings, data, Optional.empty()));
            try (Core core = Core.open(settings.readingFrom(data, contentOf(data)))) {
                List<String> missing = new Walk(core, uid).copy(path, target);
                return new Result(report, missing);
            }
        }
    }

    /** The objects of the backup in the place of an installation's own: nothing writes there. */
    private Optional<BlobPlace> contentOf(Path data) throws IOException {
        Optional<BlobPlace> bucket =
                BlobPlace.at(from, settings.storage().blobs().flatMap(BlobPlace::credentials));
        if (bucket.isEmpty()) {
            Files.createSymbolicLink(
                    data.resolve("objects"), Path.of(place.objects().place()).toAbsolutePath());
        }
        return bucket;
    }

    /** The files of one account. */
    private static final class Walk {
        private final Core core;
        private final View view;
        private final List<String> missing = new ArrayList<>();

        Walk(Core core, String uid) {
            this.core = core;
            Account account = core.accounts()
                    .accounts()
                    .byUid(uid)
                    .orElseThrow(() -> new BackupRefused("The snapshot has no account " + uid + "."));
            view = core.files().spaces().home(Actor.system("restore"), account);
        }

        List<String> copy(String path, Path target) throws IOException {
            FilePath wanted = FilePath.of(Arrays.stream(path.split("/", -1))
                    .filter(name -> !name.isEmpty())
                    .toList());
            Entry entry = core.files()
                    .entry(view, wanted)
                    .orElseThrow(() -> new BackupRefused("The account has no " + path + " in the snapshot."));
            Files.createDirectories(Disk.parent(target));
            Files.createDirectory(target);
            if (entry.collection()) {
                members(entry, wanted.toString(), target);
            } else {
                file(entry, wanted.toString(), target.resolve(name(entry)));
            }
            return missing;
        }

        private void members(Entry collection, String path, Path into) throws IOException {
            Entry last = null;
            List<Entry> page;
            do {
                page = core.files().children(view, collection, last == null ? null : last.name(), PAGE);
                for (Entry member : page) {
                    member(member, path + "/" + name(member), into.resolve(name(member)));
                    last = member;
                }
            } while (!page.isEmpty());
        }

        private void member(Entry member, String path, Path target) throws IOException {
            if (member.collection()) {
                Files.createDirectory(target);
                members(member, path, target);
            } else {
                file(member, path, target);
            }
        }

        private void file(Entry file, String path, Path target) throws IOException {
            try (ObjectReader content = core.files().open(file);
                    OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
                content.transfer(0, content.sizeBytes(), out);
            } catch (ObjectDamaged | ObjectMissing e) {
                // A file that ends early would be taken for a whole one.
                Files.deleteIfExists(target);
                missing.add(path);
                return;
            }
            Files.setLastModifiedTime(target, FileTime.from(file.modified()));
        }

        private static String name(Entry entry) {
            FileName name = entry.name();
            if (name == null) {
                throw new IllegalStateException("only the root has no name");
            }
            return name.value();
        }
    }
}
