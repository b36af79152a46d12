package coffer.adapter.s3;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Makes clients of the AWS SDK that do what we ask for and no more: we repeat requests, and say which checksums they carry. */
final class Clients {
    private Clients() {}

    /** @param credentials empty for those of the environment or of the profile file */
    static S3Client of(S3Address address, Optional<S3Credentials> credentials, S3Limits limits) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(address.region()))
                .credentialsProvider(credentials.map(Clients::given).orElseGet(Clients::surroundings))
                .forcePathStyle(address.pathStyle())
                .serviceConfiguration(service())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(limits.connectTimeout())
                        .socketTimeout(limits.readTimeout()))
                .overrideConfiguration(override -> {
                    override.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(limits.callTimeout());
                    if (credentials.isPresent()) {
                        // Who names credentials wants no other setting of this machine's user to count either.
                        override.defaultProfileFile(ProfileFile.aggregator().build());
                    }
                });
        if (address.endpoint() != null) {
            builder.endpointOverride(address.endpoint());
        }
        return builder.build();
    }

    /** Signed as a whole, with a length: bodies in signed chunks are what other servers understand least. */
    private static S3Configuration service() {
        return S3Configuration.builder()
                .chunkedEncodingEnabled(false)
                .expectContinueEnabled(false)
                .build();
    }

    private static AwsCredentialsProvider given(S3Credentials credentials) {
        // The SDK takes secrets as strings, which nobody can overwrite.
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                credentials.accessKey(), new String(credentials.secret().reveal())));
    }

    /** Without the SDK's further sources: those of Amazon's machines would be asked over the network. */
    private static AwsCredentialsProvider surroundings() {
        return AwsCredentialsProviderChain.builder()
                .credentialsProviders(
                        EnvironmentVariableCredentialsProvider.create(), ProfileCredentialsProvider.create())
                .build();
    }
}
