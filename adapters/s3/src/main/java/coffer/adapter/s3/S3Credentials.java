package coffer.adapter.s3;

import coffer.base.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** With what requests to an object store are signed. Never printed. */
public record S3Credentials(String accessKey, Secret secret) {
    public S3Credentials {
        if (accessKey.isBlank() || secret.length() == 0) {
            throw new IllegalArgumentException("access key and secret of an object store must not be empty");
        }
    }

    /**
     * What two settings say together.
     *
     * @return empty when neither is set: then the AWS variables of the environment, or the AWS profile file, hold them
     * @throws IllegalArgumentException when only one is set
     */
    public static Optional<S3Credentials> of(@Nullable String accessKey, @Nullable Secret secret) {
        if (accessKey == null && secret == null) {
            return Optional.empty();
        }
        if (accessKey == null || secret == null) {
            throw new IllegalArgumentException(
                    "of access key and secret of the object store only one is set; set both, or neither");
        }
        return Optional.of(new S3Credentials(accessKey, secret));
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
