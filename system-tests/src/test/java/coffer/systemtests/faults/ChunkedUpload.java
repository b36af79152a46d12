package coffer.systemtests.faults;

import coffer.systemtests.DavClient;
import coffer.systemtests.DavClient.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chunked upload of a {@link Writer}: its chunks as acknowledged, and what it becomes. */
final class ChunkedUpload {

    final String path;
    private final String transfer;
    private final int chunks;
    private boolean made;
    private Content content = new Content(List.of());

    /** @param path of the file that it becomes, relative to the writer's folder */
    ChunkedUpload(String transfer, String path, int chunks) {
        this.transfer = transfer;
        this.path = path;
        this.chunks = chunks;
    }

    boolean isMade() {
        return made;
    }

    boolean isComplete() {
        return made && content.pieces().size() == chunks;
    }

    /** The acknowledged chunks. */
    Content content() {
        return content;
    }

    private String collection(DavClient dav) {
        return dav.uploadsRoot() + "/" + transfer;
    }

    void make(DavClient dav) throws IOException {
        dav.send("MKCOL", collection(dav), Map.of(), BodyPublishers.noBody()).expect("MKCOL of " + transfer, 201, 405);
        made = true;
    }

    void send(Content.Piece piece, DavClient dav) throws IOException {
        var name = chunkName(content.pieces().size());
        // 204: it replaces one that was under way when the server died.
        dav.send("PUT", collection(dav) + "/" + name, Map.of(), BodyPublishers.ofByteArray(piece.bytes()))
                .expect("PUT of chunk " + name, 201, 204);
        content = content.plus(piece);
    }

    Answer assemble(String folder, DavClient dav) throws IOException {
        var headers = new LinkedHashMap<>(dav.destination(folder + path));
        headers.put("OC-Total-Length", Integer.toString(content.sizeBytes()));
        return dav.send("MOVE", collection(dav) + "/.file", headers, BodyPublishers.noBody());
    }

    /** As the desktop client names them. */
    private static String chunkName(int number) {
        return "%016d".formatted(number);
    }

    /** After it was assembled nothing of it may be left; before, all that was acknowledged must be there. */
    void check(boolean assembled, DavClient dav) throws IOException {
        var listed = dav.list(collection(dav), 1);
        if (assembled) {
            if (!listed.isEmpty()) {
                throw new AssertionError(transfer + " was assembled, but its chunks are still listed: " + listed);
            }
            return;
        }
        if (made && listed.isEmpty()) {
            throw new AssertionError("the chunked upload " + transfer + " was acknowledged and is gone");
        }
        for (int chunk = 0; chunk < content.pieces().size(); chunk++) {
            var name = "/" + chunkName(chunk);
            var size = Integer.toString(content.pieces().get(chunk).sizeBytes());
            if (listed.stream()
                    .noneMatch(resource -> resource.href().endsWith(name)
                            && resource.property("getcontentlength").equals(size))) {
                throw new AssertionError(
                        "chunk " + name + " of " + size + " bytes was acknowledged; there are " + listed);
            }
        }
    }
}
