package coffer.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.disk.StorageFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class RetriesTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final Retries retries = new Retries(pauses::add, new Random(1));

    @Test
    void pausesDoubleAndArePartlyChance() {
        assertThatThrownBy(() -> retries.call("trying", () -> {
                    throw unanswered(new SocketException("Connection reset"));
                }))
                .isInstanceOf(SdkException.class);

        assertThat(pauses).hasSize(Retries.RETRIES_MAX);
        for (int i = 0; i < pauses.size(); i++) {
            Duration whole = Retries.FIRST_PAUSE.multipliedBy(1L << i);
            assertThat(pauses.get(i)).isBetween(whole.dividedBy(2), whole);
        }
    }

    @Test
    void aSuccessEndsIt() {
        int[] calls = {0};
        String result = retries.call("trying", () -> {
            if (++calls[0] < 3) {
                throw answered(503, "SlowDown");
            }
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void whoIsInterruptedStopsWaiting() {
        Retries stopped = new Retries(
                _ -> {
                    throw new InterruptedException();
                },
                new Random(1));
        assertThatThrownBy(() -> stopped.call("trying", () -> {
                    throw answered(503, "SlowDown");
                }))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("stopped");
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalError, true",
        "500, '', true",
        "502, '', true",
        "503, SlowDown, true",
        "429, '', true",
        "408, '', true",
        "400, RequestTimeout, true",
        "400, BadDigest, true",
        "409, OperationAborted, true",
        "200, InternalError, true",
        "501, NotImplemented, false",
        "505, '', false",
        "507, InsufficientStorage, false",
        "400, InvalidRequest, false",
        "403, AccessDenied, false",
        "403, RequestTimeTooSkewed, false",
        "404, NoSuchKey, false",
        "409, BucketAlreadyExists, false",
        "412, PreconditionFailed, false",
        "301, PermanentRedirect, false"
    })
    void answersThatMayPassAreTriedAgain(int status, String code, boolean passing) {
        assertThat(Passing.mayPass(answered(status, code))).isEqualTo(passing);
    }

    static Stream<IOException> passing() {
        return Stream.of(
                new SocketException("Connection reset"),
                new SocketTimeoutException("Read timed out"),
                new ConnectException("Connection refused"),
                new UnknownHostException("store"),
                new IOException("Premature EOF"),
                new SSLException("Connection reset"),
                new SSLHandshakeException("Remote host terminated the handshake"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aBrokenConnectionMayPass(IOException cause) {
        assertThat(Passing.mayPass(unanswered(cause))).isTrue();
    }

    @Test
    void aCertificateAndAMistakeDoNotPass() {
        assertThat(Passing.mayPass(unanswered(new SSLHandshakeException("PKIX path building failed"))))
                .isFalse();
        assertThat(Passing.mayPass(SdkClientException.create("Unable to load credentials")))
                .isFalse();
    }

    private static SdkException unanswered(IOException cause) {
        return SdkClientException.create("Unable to execute HTTP request", cause);
    }

    private static SdkException answered(int status, String code) {
        return (SdkException) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
