package coffer.systemtests.faults;

import coffer.systemtests.DavClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of the clients that change files while the server dies. It owns a folder, does one thing after another in it, to its files, to their
 * versions and to what was deleted, and its {@link Ledger} remembers what was acknowledged and which single thing was under way.
 */
final class Writer {

    private static final int INLINE_BYTES_MAX = 16 * 1024;
    private static final int FILE_BYTES_MAX = 300_000;
    private static final int CHUNK_BYTES_MAX = 100_000;
    private static final int CHUNKS_MAX = 3;
    private static final int LOCKED_WRITES_MAX = 3;
    private static final int NODES_MAX = 24;
    private static final int DEPTH_MAX = 3;

    private final String folder;
    private final Random random;
    private final Ledger ledger;

    private long acknowledgements;
    private long comebacks;
    private @Nullable ChunkedUpload upload;
    private @Nullable LockedFile locked;

    Writer(int number, long seed) {
        this.folder = "/writer" + number;
        this.random = new Random(seed);
        this.ledger = new Ledger(folder);
    }

    /** Changes of any kind that the server has said yes to, over all lives of the server. */
    long acknowledgements() {
        return acknowledgements;
    }

    /** Those of them that brought something back from the trash bin, or a former content. */
    long comebacks() {
        return comebacks;
    }

    /** Bytes in all files of the folder. */
    long sizeBytes() {
        return state().tree().sizeBytes("");
    }

    /** Makes the folder; once. */
    void begin(DavClient dav) throws IOException {
        dav.makeCollection(folder).expect("MKCOL", 201);
    }

    /** Works until the server is gone, and tells the listener of each acknowledgement. */
    void work(DavClient dav, Consumer<Writer> listener) {
        try {
            while (true) {
                step(dav);
                acknowledgements++;
                listener.accept(this);
            }
        } catch (IOException e) {
            // The server is gone; what was under way stays in the ledger. A server that merely hung up is found by the
            // next check.
        }
    }

    private State state() {
        return ledger.acknowledged();
    }

    private void step(DavClient dav) throws IOException {
        var unfinished = upload;
        var held = locked;
        if (unfinished != null) {
            advance(unfinished, dav);
            return;
        }
        if (held != null) {
            advance(held, dav);
            return;
        }
        var tree = state().tree();
        var files = tree.paths(Tree.File.class::isInstance);
        int dice = random.nextInt(100);
        if (tree.size() >= NODES_MAX || (dice < 12 && tree.size() > 4)) {
            remove(dav);
        } else if (dice < 28 || files.isEmpty()) {
            put(newPath(), piece(random.nextInt(4) == 0 ? FILE_BYTES_MAX : INLINE_BYTES_MAX), dav);
        } else if (dice < 42) {
            put(pick(files), piece(random.nextBoolean() ? FILE_BYTES_MAX : INLINE_BYTES_MAX), dav);
        } else if (dice < 48) {
            makeCollection(dav);
        } else if (dice < 55) {
            relocate(dav, true);
        } else if (dice < 61) {
            relocate(dav, false);
        } else if (dice < 74) {
            restore(dav);
        } else if (dice < 84) {
            revert(dav);
        } else if (dice < 86) {
            purge(dav);
        } else if (dice < 91) {
            var lock = new LockedFile(folder, pick(files), 1 + random.nextInt(LOCKED_WRITES_MAX));
            locked = lock;
            advance(lock, dav);
        } else {
            var target = random.nextBoolean() ? pick(files) : newPath();
            var begun = new ChunkedUpload(
                    "upload-" + Long.toHexString(random.nextLong()), target, 1 + random.nextInt(CHUNKS_MAX));
            upload = begun;
            advance(begun, dav);
        }
    }

    private void put(String path, Content.Piece piece, DavClient dav) throws IOException {
        boolean there = state().tree().has(path);
        ledger.begin("PUT " + path + " of " + piece.sizeBytes(), state().written(path, Content.of(piece)));
        var headers = state().tree().node(path).orElse(null) instanceof Tree.File old
                        && old.etag() != null
                        && random.nextBoolean()
                ? Map.of("If-Match", old.etag())
                : Map.<String, String>of();
        ledger.done(path, dav.put(folder + path, piece.bytes(), headers).expect(ledger.doing(), there ? 204 : 201));
    }

    private void makeCollection(DavClient dav) throws IOException {
        var path = newPath();
        ledger.begin("MKCOL " + path, state().withFolder(path));
        dav.makeCollection(folder + path).expect(ledger.doing(), 201);
        ledger.done();
    }

    private void remove(DavClient dav) throws IOException {
        var path = pick(state().tree().paths(node -> true));
        ledger.begin("DELETE " + path, state().deleted(path));
        dav.delete(folder + path).expect(ledger.doing(), 204);
        ledger.done();
    }

    /** Moves or copies, a file or a folder, to a new name or over an old one. */
    private void relocate(DavClient dav, boolean move) throws IOException {
        var from = pick(state().tree().paths(node -> true));
        var to = random.nextInt(3) == 0 ? pick(state().tree().paths(node -> true)) : newPath();
        if (Tree.isAtOrBelow(to, from) || Tree.isAtOrBelow(from, to)) {
            makeCollection(dav);
            return;
        }
        boolean there = state().tree().has(to);
        ledger.begin(
                (move ? "MOVE " : "COPY ") + from + " to " + to,
                move ? state().moved(from, to) : state().copied(from, to));
        var answer = move ? dav.move(folder + from, folder + to) : dav.copy(folder + from, folder + to);
        answer.expect(ledger.doing(), there ? 204 : 201);
        ledger.done();
    }

    /** Something comes back from the trash bin to its old place. */
    private void restore(DavClient dav) throws IOException {
        var items = state().restorable();
        if (items.isEmpty()) {
            remove(dav);
            return;
        }
        int index = items.get(random.nextInt(items.size()));
        var item = deleted(index, dav);
        ledger.begin("restoring " + item.href(), state().restored(index));
        dav.send("MOVE", item.href(), dav.destinationAt(dav.trashRoot() + "/restore/item"), BodyPublishers.noBody())
                .expect(ledger.doing(), 201);
        ledger.done();
        comebacks++;
    }

    /** Something in the trash bin is deleted for good. */
    private void purge(DavClient dav) throws IOException {
        int items = state().bin().items().size();
        if (items == 0) {
            remove(dav);
            return;
        }
        int index = random.nextInt(items);
        var item = deleted(index, dav);
        ledger.begin("DELETE for good of " + item.href(), state().purged(index));
        dav.send("DELETE", item.href(), Map.of(), BodyPublishers.noBody()).expect(ledger.doing(), 204);
        ledger.done();
    }

    private DavClient.Resource deleted(int index, DavClient dav) throws IOException {
        var listed = SeenBin.list(dav, folder);
        if (listed.size() != state().bin().items().size()) {
            throw new AssertionError("the trash bin holds " + listed + " instead of " + state().bin());
        }
        return listed.get(index);
    }

    /** A former content of a file comes back. */
    private void revert(DavClient dav) throws IOException {
        var files = state().tree()
                .paths(node -> node instanceof Tree.File file && !file.former().isEmpty());
        if (files.isEmpty()) {
            put(pick(state().tree().paths(Tree.File.class::isInstance)), piece(INLINE_BYTES_MAX), dav);
            return;
        }
        var path = pick(files);
        var former = ((Tree.File) state().tree().node(path).orElseThrow()).former();
        var listed = Versions.former(
                dav, dav.list(dav.filesRoot() + folder + path, 0).getFirst());
        if (listed.size() != former.size()) {
            throw new AssertionError(path + " has the versions " + listed + " instead of " + former);
        }
        int index = random.nextInt(former.size());
        ledger.begin("restoring version " + index + " of " + path, state().reverted(path, index));
        ledger.done(path, Versions.restore(dav, listed.get(index)).expect(ledger.doing(), 201));
        comebacks++;
    }

    /** The next step of a chunked upload: make its collection, send a chunk, assemble. */
    private void advance(ChunkedUpload upload, DavClient dav) throws IOException {
        if (!upload.isMade()) {
            ledger.begin("MKCOL of an upload");
            upload.make(dav);
        } else if (!upload.isComplete()) {
            ledger.begin("PUT of a chunk");
            upload.send(piece(CHUNK_BYTES_MAX), dav);
        } else {
            boolean there = state().tree().has(upload.path);
            ledger.begin("assemble " + upload.path, state().written(upload.path, upload.content()));
            ledger.done(upload.path, upload.assemble(folder, dav).expect(ledger.doing(), there ? 204 : 201));
            this.upload = null;
        }
    }

    /** The next step with a locked file: lock it, change it with the token or in vain without, unlock it. */
    private void advance(LockedFile file, DavClient dav) throws IOException {
        if (!file.isLocked()) {
            ledger.begin("LOCK " + file.path);
            file.lock(dav);
        } else if (random.nextInt(4) == 0) {
            ledger.begin("PUT without token " + file.path);
            file.writeWithoutToken(piece(INLINE_BYTES_MAX), dav);
        } else if (!file.isDone()) {
            var piece = piece(random.nextBoolean() ? FILE_BYTES_MAX : INLINE_BYTES_MAX);
            ledger.begin("PUT under a lock " + file.path, state().written(file.path, Content.of(piece)));
            ledger.done(file.path, file.write(piece, dav));
        } else {
            ledger.begin("UNLOCK " + file.path);
            file.unlock(dav);
            locked = null;
        }
    }

    private Content.Piece piece(int bytesMax) {
        return new Content.Piece(random.nextLong(), random.nextInt(bytesMax));
    }

    private String newPath() {
        var folders = state().tree().paths(Tree.Folder.class::isInstance).stream()
                .filter(path -> path.chars().filter(c -> c == '/').count() < DEPTH_MAX)
                .toList();
        var parent = folders.isEmpty() || random.nextBoolean() ? "" : pick(folders);
        return parent + "/n" + Integer.toHexString(random.nextInt());
    }

    private String pick(List<String> paths) {
        return paths.get(random.nextInt(paths.size()));
    }

    /**
     * Compares what the server holds with what was acknowledged, throws at the first difference, and adopts what is there.
     *
     * @return whether the step that was under way turned out to be done
     */
    boolean check(DavClient dav) throws IOException {
        boolean tookPlace = ledger.check(dav);
        var open = upload;
        if (open != null) {
            boolean assembled = tookPlace && open.isComplete();
            open.check(assembled, dav);
            upload = assembled ? null : open;
        }
        var held = locked;
        if (held != null && held.check(dav)) {
            locked = null;
        }
        return tookPlace;
    }
}
