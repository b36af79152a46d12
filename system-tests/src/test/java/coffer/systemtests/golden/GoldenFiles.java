package coffer.systemtests.golden;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.DavClient;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** What lies in every golden data directory: one file of each kind that is stored in its own way. Never changed once a directory was made of it. */
final class GoldenFiles {

    static final String USER = "anna";
    static final String PASSWORD = "password-of-anna";

    private static final Map<String, Integer> SIZES = new LinkedHashMap<>();
    private static final int CHUNK_BYTES = 100_000;

    static {
        SIZES.put("/empty", 0);
        SIZES.put("/one byte", 1);
        SIZES.put("/in the database", 16 * 1024);
        SIZES.put("/in a file", 16 * 1024 + 1);
        SIZES.put("/one segment", 65_536);
        SIZES.put("/a segment and a byte", 65_537);
        SIZES.put("/ein Schlüssel 🔑", 3_000);
    }

    private GoldenFiles() {}

    /** Stores everything, before the keys are replaced and sealing is switched off. */
    static void store(DavClient dav) throws IOException {
        for (var file : SIZES.entrySet()) {
            put(dav, file.getKey(), bytes(file.getKey(), file.getValue()));
        }
        dav.makeCollection("/folder").expect("folder", 201);
        dav.copy("/in a file", "/folder/copy").expect("copy", 201);
        put(dav, "/replaced", bytes("/replaced before", 20_000));
        put(dav, "/replaced", bytes("/replaced", 20_000));
        put(dav, "/removed", bytes("/removed", 20_000));
        dav.delete("/removed").expect("remove", 204);
        chunked(dav);
    }

    /** After another root key and another key of the space. */
    static void storeUnderNewKeys(DavClient dav) throws IOException {
        put(dav, "/under new keys", bytes("/under new keys", 20_000));
        put(dav, "/small under new keys", bytes("/small under new keys", 100));
    }

    /** While sealing is off. */
    static void storePlain(DavClient dav) throws IOException {
        put(dav, "/plain", bytes("/plain", 70_000));
        put(dav, "/small plain", bytes("/small plain", 100));
    }

    static void check(DavClient dav) throws IOException {
        for (var file : SIZES.entrySet()) {
            assertHas(dav, file.getKey(), bytes(file.getKey(), file.getValue()));
        }
        assertHas(dav, "/folder/copy", bytes("/in a file", 16 * 1024 + 1));
        assertHas(dav, "/replaced", bytes("/replaced", 20_000));
        assertHas(dav, "/chunked", chunks());
        assertHas(dav, "/under new keys", bytes("/under new keys", 20_000));
        assertHas(dav, "/small under new keys", bytes("/small under new keys", 100));
        assertHas(dav, "/plain", bytes("/plain", 70_000));
        assertHas(dav, "/small plain", bytes("/small plain", 100));
        assertThat(dav.list(dav.trashRoot() + "/trash", 1))
                .as("the trash bin and what is in it")
                .hasSize(2);
    }

    private static void assertHas(DavClient dav, String path, byte[] content) throws IOException {
        assertThat(dav.get(path).expect(path, 200).body()).as(path).isEqualTo(content);
    }

    private static void put(DavClient dav, String path, byte[] content) throws IOException {
        dav.put(path, content).expect(path, 201, 204);
    }

    private static void chunked(DavClient dav) throws IOException {
        var upload = dav.uploadsRoot() + "/golden";
        dav.send("MKCOL", upload, dav.destination("/chunked"), BodyPublishers.noBody())
                .expect("upload", 201);
        var whole = chunks();
        for (int i = 0; i * CHUNK_BYTES < whole.length; i++) {
            var chunk =
                    java.util.Arrays.copyOfRange(whole, i * CHUNK_BYTES, Math.min(whole.length, (i + 1) * CHUNK_BYTES));
            dav.send(
                            "PUT",
                            upload + "/%05d".formatted(i + 1),
                            dav.destination("/chunked"),
                            BodyPublishers.ofByteArray(chunk))
                    .expect("chunk", 201);
        }
        dav.send("MOVE", upload + "/.file", dav.destination("/chunked"), BodyPublishers.noBody())
                .expect("assembling", 201);
    }

    private static byte[] chunks() {
        return bytes("/chunked", 2 * CHUNK_BYTES + 1);
    }

    private static byte[] bytes(String path, int size) {
        var bytes = new byte[size];
        new Random(path.hashCode()).nextBytes(bytes);
        return bytes;
    }
}
