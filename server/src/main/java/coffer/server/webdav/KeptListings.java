package coffer.server.webdav;

import coffer.files.Right;
import coffer.files.View;
import coffer.server.http.KeptDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Answers to PROPFIND of depth 1, as they went out: a sync client lists the same folders again and again, and most of them have
 * not changed. One holds until something in its space changes, whatever that is ({@code Files.generation}); so it is for properties
 * that nothing but the space decides ({@link PropertyPlan#keepable}). An answer is taken down when it is asked for a second time without a
 * change: where somebody writes all the time, nothing is noted in vain. Those used longest ago make room. Thread-safe.
 */
final class KeptListings {
    /** About 1,500 entries as the desktop client asks for them. Larger folders are listed anew each time. */
    static final int DOCUMENT_BYTES_MAX = 1024 * 1024;

    /** Of all together, not compressed, with what was asked. */
    static final long BYTES_MAX = 16L * 1024 * 1024;

    /** What one takes beside its texts, about. */
    private static final int ENTRY_BYTES = 512;

    /** Answers that are taken down at the same time; further ones are not kept. */
    private static final int TAKEN_DOWN_MAX = 4;

    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Semaphore pens = new Semaphore(TAKEN_DOWN_MAX);
    private long bytes;

    /**
     * What an answer depends on, beside the state of the space.
     *
     * @param href of the collection, which stands for its path and the address of the server
     * @param asked the body of the request
     */
    private record Key(
            long space, long root, long account, Set<Right> rights, String href, boolean minimal, String asked) {}

    /**
     * @param document null for what was asked once
     */
    private record Kept(long generation, @Nullable KeptDocument document) {
        long bytes(Key key) {
            return (long) ENTRY_BYTES
                    + key.href.length()
                    + key.asked.length()
                    + (document == null ? 0 : document.length());
        }
    }

    /** One listing: found, or to be taken down for the next time. */
    final class Slot {
        private final Key key;
        private final long generation;

        private Slot(Key key, long generation) {
            this.key = key;
            this.generation = generation;
        }

        /** The answer as it went out before. */
        Optional<KeptDocument> found() {
            return find(key, generation);
        }

        /**
         * Takes an answer down; closed when it is whole or was given up. Empty the first time, and when enough are being taken
         * down.
         */
        Optional<Pen> pen() {
            return askedBefore(key, generation) && pens.tryAcquire() ? Optional.of(new Pen(this)) : Optional.empty();
        }
    }

    /** Notes what passes through, as long as it is not too much. */
    final class Pen implements AutoCloseable {
        private final Slot slot;
        private @Nullable ByteArrayOutputStream noted = new ByteArrayOutputStream();

        private Pen(Slot slot) {
            this.slot = slot;
        }

        OutputStream on(OutputStream out) {
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] from, int offset, int length) throws IOException {
                    out.write(from, offset, length);
                    note(from, offset, length);
                }

                @Override
                public void close() throws IOException {
                    out.close();
                }
            };
        }

        private void note(byte[] from, int offset, int length) {
            if (noted != null && noted.size() + length <= DOCUMENT_BYTES_MAX) {
                noted.write(from, offset, length);
            } else {
                noted = null;
            }
        }

        /** The answer was written to its end. */
        void whole() {
            if (noted != null) {
                keep(slot.key, new Kept(slot.generation, new KeptDocument(noted.toByteArray())));
            }
        }

        @Override
        public void close() {
            noted = null;
            pens.release();
        }
    }

    /**
     * The place of a listing.
     *
     * @param generation of all that is listed, asked for before anything of it was read
     */
    Slot slot(View view, long generation, String href, boolean minimal, byte[] asked) {
        Long account =
                view.actor().account() == null ? null : view.actor().account().value();
        Key key = new Key(
                view.space().value(),
                view.root().value(),
                account == null ? 0 : account,
                view.rights(),
                href,
                minimal,
                new String(asked, StandardCharsets.ISO_8859_1));
        return new Slot(key, generation);
    }

    private synchronized Optional<KeptDocument> find(Key key, long generation) {
        Kept found = kept.get(key);
        return found != null && found.generation == generation ? Optional.ofNullable(found.document) : Optional.empty();
    }

    private synchronized boolean askedBefore(Key key, long generation) {
        Kept found = kept.get(key);
        boolean before = found != null && found.generation == generation;
        if (!before) {
            keep(key, new Kept(generation, null));
        }
        return before;
    }

    private synchronized void keep(Key key, Kept fresh) {
        Kept before = kept.put(key, fresh);
        bytes += fresh.bytes(key) - (before == null ? 0 : before.bytes(key));
        var eldest = kept.entrySet().iterator();
        while (bytes > BYTES_MAX && eldest.hasNext()) {
            Map.Entry<Key, Kept> oldest = eldest.next();
            bytes -= oldest.getValue().bytes(oldest.getKey());
            eldest.remove();
        }
    }

    /** What is kept now takes so much, for tests. */
    synchronized long bytes() {
        return bytes;
    }
}
