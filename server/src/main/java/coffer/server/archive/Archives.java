package coffer.server.archive;

import coffer.files.Files;
import coffer.files.Homes;
import coffer.files.View;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Makes archives of what views show. Thread-safe; writing blocks, call on virtual threads. */
public final class Archives {
    /**
     * Archives that are made at the same time. Each takes a processor as long as its client takes bytes fast enough, and room on the disk: a
     * hundred bytes for each file.
     */
    public static final int AT_ONCE_MAX = 16;

    private final Files files;
    private final Homes homes;
    private final Path scratch;
    private final Semaphore turns = new Semaphore(AT_ONCE_MAX);

    /** @param scratch a directory for what does not fit into memory; nothing stays in it */
    public Archives(Files files, Homes homes, Path scratch) {
        this.files = files;
        this.homes = homes;
        this.scratch = scratch;
    }

    /** The right to make one archive now; empty when enough are being made. Closed when it is made or given up. */
    public Optional<Turn> turn() {
        return turns.tryAcquire() ? Optional.of(new Turn()) : Optional.empty();
    }

    /** One archive in the making. */
    public final class Turn implements AutoCloseable {
        private Turn() {}

        /**
         * Writes one archive. Only when this returns does the stream hold a whole one: whoever catches a failure has to make sure that nobody
         * takes what was written for all there is. The stream is not closed.
         *
         * @param members as the view has shown them
         * @throws coffer.blobs.ObjectDamaged when content is not as it was sealed
         * @throws coffer.blobs.ObjectMissing when content of a file that is still there is gone
         * @throws coffer.disk.StorageFailure when content cannot be read
         * @throws IOException when {@code out} fails, the list of a large ZIP archive finds no room, or folders lie too deep
         */
        public void write(View view, List<Member> members, ArchiveFormat format, OutputStream out) throws IOException {
            try (ArchiveWriter archive = format.writer(out, scratch)) {
                Walk walk = new Walk(files, homes, view, archive);
                for (Member member : members) {
                    walk.bring(member);
                }
                archive.end();
            }
        }

        @Override
        public void close() {
            turns.release();
        }
    }
}
