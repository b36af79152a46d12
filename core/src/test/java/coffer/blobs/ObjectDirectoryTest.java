package coffer.blobs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    @Test
    void anObjectIsAFileWithTheNameOfItsId() {
        ObjectId id = newId();
        keep(id, content(1, 10));

        assertThat(data.resolve("objects").resolve(ObjectNames.path(id))).hasBinaryContent(content(1, 10));
        assertThat(data.relativize(store.path(id)).toString())
                .matches("objects/([0-9a-f]{2})/([0-9a-f]{2})/[0-9a-f-]{32}\\1\\2");
    }

    @Override
    protected int bytesPutDownBeforeKeep() {
        return 1;
    }
}
