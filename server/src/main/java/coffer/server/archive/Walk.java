package coffer.server.archive;

import coffer.base.FileName;
import coffer.blobs.ObjectMissing;
import coffer.blobs.ObjectReader;
import coffer.files.Entry;
import coffer.files.Files;
import coffer.files.Homes;
import coffer.files.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a view shows into an archive: each folder before what is in it, its members page by page, one file open at a time. What is
 * held grows with the depth alone, and that is bounded.
 */
final class Walk {
    /** Members read at a time, of each folder on the way down. */
    static final int PAGE_MEMBERS = 100;

    /**
     * Four times what a request can name ({@code FilePath.SEGMENTS_MAX}), for folders that were moved below others. Bounds the pages that are
     * held, and the way of a walk while somebody moves folders around it.
     */
    static final int DEPTH_MAX = 512;

    /** As much as a name in a ZIP archive. */
    static final int PATH_BYTES_MAX = ZipRecord.NAME_BYTES_MAX;

    /** How often a file may be replaced, and its old content be gone, before it is given up. */
    private static final int OPENING_TRIES = 3;

    private final Files files;
    private final Homes homes;
    private final View view;
    private final ArchiveWriter archive;
    private final Deque<Folder> open = new ArrayDeque<>();

    Walk(Files files, Homes homes, View view, ArchiveWriter archive) {
        this.files = files;
        this.homes = homes;
        this.view = view;
        this.archive = archive;
    }

    /**
     * Brings in one member with all that is below it.
     *
     * @throws TooDeep when that cannot be had
     * @throws IOException when the archive cannot be written
     */
    void bring(Member member) throws IOException {
        take(member.entry(), member.name());
        while (!open.isEmpty()) {
            Folder folder = open.getLast();
            Entry next = folder.next();
            if (next == null) {
                open.removeLast();
            } else {
                take(next, folder.path + nameOf(next));
            }
        }
    }

    private void take(Entry entry, String path) throws IOException {
        // What may only be looked at is left out.
        if (!entry.mayDownload()) {
            return;
        }
        if (path.getBytes(StandardCharsets.UTF_8).length >= PATH_BYTES_MAX) {
            throw new TooDeep();
        }
        if (!entry.collection()) {
            file(entry, path);
            return;
        }
        if (open.size() >= DEPTH_MAX) {
            throw new TooDeep();
        }
        String below = path + "/";
        archive.folder(below, entry.modified());
        open.addLast(new Folder(entry, below));
    }

    private void file(Entry shown, String path) throws IOException {
        Optional<Opened> opened = open(shown);
        if (opened.isPresent()) {
            try (ObjectReader reader = opened.get().reader) {
                long size = reader.sizeBytes();
                archive.file(path, opened.get().file.modified(), size, out -> reader.transfer(0, size, out));
            }
        }
    }

    /** The content as it was shown, or, where that has gone, as it is now; empty when the file has gone too. */
    private Optional<Opened> open(Entry shown) {
        Entry file = shown;
        for (int tries = 1; ; tries++) {
            try {
                return Optional.of(new Opened(file, files.open(file)));
            } catch (ObjectMissing e) {
                Optional<Entry> present =
                        homes.find(view, file.id()).flatMap(homes::entry).filter(Entry::mayDownload);
                if (present.isEmpty()) {
                    return Optional.empty();
                }
                // Replaced content is gone some time after it was replaced. That of a present file must be there.
                if (e.object().equals(present.get().object()) || tries == OPENING_TRIES) {
                    throw e;
                }
                file = present.get();
            }
        }
    }

    private static String nameOf(Entry member) {
        FileName name = member.name();
        if (name == null) {
            throw new IllegalStateException("a member without a name");
        }
        return name.value();
    }

    private record Opened(Entry file, ObjectReader reader) {}

    /** A folder whose members are being brought in. */
    private final class Folder {
        private final Entry folder;
        private final String path;
        private Iterator<Entry> page = List.<Entry>of().iterator();
        private @Nullable FileName last;

        Folder(Entry folder, String path) {
            this.folder = folder;
            this.path = path;
        }

        @Nullable
        Entry next() {
            if (!page.hasNext()) {
                page = homes.children(view, folder, last, PAGE_MEMBERS).iterator();
            }
            if (!page.hasNext()) {
                return null;
            }
            Entry next = page.next();
            last = next.name();
            return next;
        }
    }
}
