package coffer.server;

import coffer.adapter.s3.S3Address;
import coffer.adapter.s3.S3Credentials;
import coffer.base.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * An object store that holds content in the place of the data directory.
 *
 * @param credentials empty for those of the AWS variables or the AWS profile file
 */
record BlobPlace(S3Address address, Optional<S3Credentials> credentials) {
    private static final String SCHEME = "s3://";

    /**
     * What three settings say together.
     *
     * @return empty when no address is set
     * @throws IllegalArgumentException when the address is not understood, or only one of key and secret is set
     */
    static Optional<BlobPlace> of(String address, String accessKey, String secretKey) {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Optional<S3Credentials> credentials = S3Credentials.of(
                accessKey.isEmpty() ? null : accessKey, secretKey.isEmpty() ? null : Secret.of(secretKey));
        return Optional.of(new BlobPlace(S3Address.parse(URI.create(address)), credentials));
    }

    /** The object store at this address; empty when it is a directory. */
    static Optional<BlobPlace> at(String address, Optional<S3Credentials> credentials) {
        return address.startsWith(SCHEME)
                ? Optional.of(new BlobPlace(S3Address.parse(URI.create(address)), credentials))
                : Optional.empty();
    }
}
