package coffer.blobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class ObjectDirectoryTest extends BlobStoreContract {
    @TempDir
    Path data;

    private ObjectDirectory store;

    @BeforeEach
    void prepare() {
        store = ObjectDirectory.in(data);
        store.prepare();
    }

    @Override
    protected BlobStore store() {
        return store;
    }

    @Override
    protected void putForeign() throws IOException {
        Path leaf = Files.createDirectories(data.resolve("objects/ab/cd"));
        Files.writeString(leaf.resolve("README"), "not an object");
    }

    @Override
    protected int bytesPutDownBeforeKeep() {
        return 1;
    }
}
