package coffer.systemtests.faults;

import coffer.systemtests.DavClient;
import coffer.systemtests.DavClient.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of the clients that change files while the server dies. It owns a folder, does one thing after another in it and remembers what
 * was acknowledged and which single thing was under way: what the folder may look like after the restart are exactly two trees.
 */
final class Writer {

    private static final int INLINE_BYTES_MAX = 16 * 1024;
    private static final int FILE_BYTES_MAX = 300_000;
    private static final int CHUNK_BYTES_MAX = 100_000;
    private static final int CHUNKS_MAX = 3;
    private static final int NODES_MAX = 24;
    private static final int DEPTH_MAX = 3;

    private final String folder;
    private final Random random;

    private Tree acknowledged = Tree.EMPTY;
    private Tree underWay = Tree.EMPTY;
    private String doing = "nothing";
    private long acknowledgements;
    private boolean changed;
    private @Nullable ChunkedUpload upload;
    private @Nullable String etagBefore;

    /** A chunked upload: its chunks as acknowledged, by name, and what it becomes. */
    private static final class ChunkedUpload {
        final String transfer;
        final String path;
        final int chunks;
        boolean made;
        Content content = new Content(List.of());

        ChunkedUpload(String transfer, String path, int chunks) {
            this.transfer = transfer;
            this.path = path;
            this.chunks = chunks;
        }

        /** As the desktop client names them. */
        static String chunkName(int number) {
            return "%016d".formatted(number);
        }
    }

    Writer(int number, long seed) {
        this.folder = "/writer" + number;
        this.random = new Random(seed);
    }

    String folder() {
        return folder;
    }

    /** Changes of any kind that the server has said yes to, over all lives of the server. */
    long acknowledgements() {
        return acknowledgements;
    }

    Tree acknowledged() {
        return acknowledged;
    }

    /** Makes the folder; once. */
    void begin(DavClient dav) throws IOException {
        expect("MKCOL", dav.makeCollection(folder), Set.of(201));
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
            // The server is gone; what was under way stays in `underWay`. A server that merely hung up is found by the
            // next check.
        }
    }

    private void step(DavClient dav) throws IOException {
        var unfinished = upload;
        if (unfinished != null) {
            advance(unfinished, dav);
            return;
        }
        var files = acknowledged.paths(Tree.File.class::isInstance);
        int dice = random.nextInt(100);
        if (acknowledged.size() >= NODES_MAX || (dice < 12 && acknowledged.size() > 4)) {
            remove(dav);
        } else if (dice < 40 || files.isEmpty()) {
            put(newPath(), piece(random.nextInt(4) == 0 ? FILE_BYTES_MAX : INLINE_BYTES_MAX), dav);
        } else if (dice < 60) {
            put(pick(files), piece(random.nextBoolean() ? FILE_BYTES_MAX : INLINE_BYTES_MAX), dav);
        } else if (dice < 70) {
            makeCollection(dav);
        } else if (dice < 80) {
            relocate(dav, true);
        } else if (dice < 88) {
            relocate(dav, false);
        } else {
            var target = random.nextBoolean() ? pick(files) : newPath();
            var begun = new ChunkedUpload(
                    "upload-" + Long.toHexString(random.nextLong()), target, 1 + random.nextInt(CHUNKS_MAX));
            upload = begun;
            advance(begun, dav);
        }
    }

    private void put(String path, Content.Piece piece, DavClient dav) throws IOException {
        boolean there = acknowledged.has(path);
        begin(
                "PUT " + path + " of " + piece.sizeBytes(),
                acknowledged.with(path, new Tree.File(Content.of(piece), null)));
        var headers = acknowledged.node(path).orElse(null) instanceof Tree.File old
                        && old.etag() != null
                        && random.nextBoolean()
                ? Map.of("If-Match", old.etag())
                : Map.<String, String>of();
        var answer = expect(doing, dav.put(folder + path, piece.bytes(), headers), Set.of(there ? 204 : 201));
        done(path, answer);
    }

    private void makeCollection(DavClient dav) throws IOException {
        var path = newPath();
        begin("MKCOL " + path, acknowledged.with(path, new Tree.Folder()));
        expect(doing, dav.makeCollection(folder + path), Set.of(201));
        done();
    }

    private void remove(DavClient dav) throws IOException {
        var path = pick(acknowledged.paths(node -> true));
        begin("DELETE " + path, acknowledged.without(path));
        expect(doing, dav.delete(folder + path), Set.of(204));
        done();
    }

    /** Moves or copies, a file or a folder, to a new name or over an old one. */
    private void relocate(DavClient dav, boolean move) throws IOException {
        var from = pick(acknowledged.paths(node -> true));
        var to = random.nextInt(3) == 0 ? pick(acknowledged.paths(node -> true)) : newPath();
        if (Tree.isAtOrBelow(to, from) || Tree.isAtOrBelow(from, to)) {
            makeCollection(dav);
            return;
        }
        boolean there = acknowledged.has(to);
        begin(
                (move ? "MOVE " : "COPY ") + from + " to " + to,
                move ? acknowledged.moved(from, to) : acknowledged.copied(from, to));
        var answer = move ? dav.move(folder + from, folder + to) : dav.copy(folder + from, folder + to);
        expect(doing, answer, Set.of(there ? 204 : 201));
        done();
    }

    /** The next step of a chunked upload: make its collection, send a chunk, assemble. */
    private void advance(ChunkedUpload upload, DavClient dav) throws IOException {
        var collection = dav.uploadsRoot() + "/" + upload.transfer;
        int sent = upload.content.pieces().size();
        if (!upload.made) {
            doing = "MKCOL " + collection;
            expect(doing, dav.send("MKCOL", collection, Map.of(), BodyPublishers.noBody()), Set.of(201, 405));
            upload.made = true;
        } else if (sent < upload.chunks) {
            var piece = piece(CHUNK_BYTES_MAX);
            doing = "PUT chunk " + sent + " of " + piece.sizeBytes();
            var chunk = BodyPublishers.ofByteArray(piece.bytes());
            // 204: it replaces one that was under way when the server died.
            expect(
                    doing,
                    dav.send("PUT", collection + "/" + ChunkedUpload.chunkName(sent), Map.of(), chunk),
                    Set.of(201, 204));
            upload.content = upload.content.plus(piece);
        } else {
            boolean there = acknowledged.has(upload.path);
            begin("assemble " + upload.path, acknowledged.with(upload.path, new Tree.File(upload.content, null)));
            var headers = new LinkedHashMap<>(dav.destination(folder + upload.path));
            headers.put("OC-Total-Length", Integer.toString(upload.content.sizeBytes()));
            var answer = dav.send("MOVE", collection + "/.file", headers, BodyPublishers.noBody());
            done(upload.path, expect(doing, answer, Set.of(there ? 204 : 201)));
            this.upload = null;
        }
    }

    private void begin(String what, Tree after) {
        doing = what;
        underWay = after;
    }

    private void done() {
        acknowledged = underWay;
        changed = true;
    }

    private void done(String path, Answer answer) {
        var file = (Tree.File) underWay.node(path).orElseThrow();
        underWay = underWay.with(
                path, new Tree.File(file.content(), answer.header("etag").orElse(null)));
        done();
    }

    private static Answer expect(String what, Answer answer, Set<Integer> statuses) {
        if (!statuses.contains(answer.status())) {
            throw new AssertionError(what + " was answered " + answer + ", expected one of " + statuses);
        }
        return answer;
    }

    private Content.Piece piece(int bytesMax) {
        return new Content.Piece(random.nextLong(), random.nextInt(bytesMax));
    }

    private String newPath() {
        var folders = acknowledged.paths(Tree.Folder.class::isInstance).stream()
                .filter(path -> path.chars().filter(c -> c == '/').count() < DEPTH_MAX)
                .toList();
        var parent = folders.isEmpty() || random.nextBoolean() ? "" : pick(folders);
        return parent + "/n" + Integer.toHexString(random.nextInt());
    }

    private String pick(List<String> paths) {
        return paths.get(random.nextInt(paths.size()));
    }

    /**
     * Compares the folder on the server with what was acknowledged, throws at the first difference, and adopts what is there.
     *
     * @return whether the step that was under way turned out to be done
     */
    boolean check(DavClient dav) throws IOException {
        var seen = SeenTree.read(dav, folder);
        var before = seen.differenceTo(acknowledged);
        var after = underWay.equals(acknowledged) ? before : seen.differenceTo(underWay);
        if (before.isPresent() && after.isPresent()) {
            throw new AssertionError("""
                    %s is neither what was acknowledged nor what was under way.
                    under way: %s
                    against what was acknowledged: %s
                    against what was under way: %s""".formatted(folder, doing, before.get(), after.get()));
        }
        boolean tookPlace = before.isPresent();
        checkEtag(seen, changed || tookPlace);
        checkUpload(dav, tookPlace);
        acknowledged = seen.withEtags(tookPlace ? underWay : acknowledged);
        underWay = acknowledged;
        etagBefore = seen.etag();
        changed = false;
        return tookPlace;
    }

    /** A folder's entity tag changes exactly when something below it does: otherwise no client would ever look again. */
    private void checkEtag(SeenTree seen, boolean mustDiffer) {
        if (etagBefore != null && etagBefore.equals(seen.etag()) == mustDiffer) {
            throw new AssertionError(folder + (mustDiffer ? " has changed and kept" : " has not changed but lost")
                    + " its entity tag; last: " + doing);
        }
    }

    private void checkUpload(DavClient dav, boolean tookPlace) throws IOException {
        var open = upload;
        if (open == null) {
            return;
        }
        var collection = dav.uploadsRoot() + "/" + open.transfer;
        var listed = dav.list(collection, 1);
        boolean assembling = open.made && open.content.pieces().size() == open.chunks;
        if (assembling && tookPlace) {
            if (!listed.isEmpty()) {
                throw new AssertionError(doing + " took place, but its chunks are still listed: " + listed);
            }
            upload = null;
            return;
        }
        if (open.made && listed.isEmpty()) {
            throw new AssertionError(
                    "the chunked upload " + collection + " was acknowledged and is gone; last: " + doing);
        }
        for (int chunk = 0; chunk < open.content.pieces().size(); chunk++) {
            var name = "/" + ChunkedUpload.chunkName(chunk);
            var size = Integer.toString(open.content.pieces().get(chunk).sizeBytes());
            if (listed.stream()
                    .noneMatch(resource -> resource.href().endsWith(name)
                            && resource.property("getcontentlength").equals(size))) {
                throw new AssertionError(
                        "chunk " + name + " of " + size + " bytes was acknowledged; there are " + listed);
            }
        }
    }
}
