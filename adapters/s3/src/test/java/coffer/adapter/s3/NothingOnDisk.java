package coffer.adapter.s3;

import coffer.db.StoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** No test of the core that runs here for the sake of S3 keeps content in files instead. */
public final class NothingOnDisk implements AfterEachCallback {
    @Override
    public void afterEach(ExtensionContext context) {
        context.getRequiredTestInstances().findInstance(StoreContract.class).ifPresent(test -> {
            Path objects = test.directory().resolve("objects");
            if (Files.exists(objects)) {
                throw new AssertionError(
                        "content lies in " + objects + ": this test does not ask TestStore for a store");
            }
        });
    }
}
