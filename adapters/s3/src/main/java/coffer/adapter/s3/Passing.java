package coffer.adapter.s3;

import java.io.IOException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Which failures may pass, so that the same request is worth another try. */
final class Passing {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final int INSUFFICIENT_STORAGE = 507;

    /** Codes of "Error responses" in the S3 API reference that come with other status codes, too, or with 4xx. */
    private static final Set<String> CODES = Set.of(
            "SlowDown",
            "InternalError",
            "ServiceUnavailable",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "RequestTimeout",
            "OperationAborted",
            "ConditionalRequestConflict",
            // What we sent was altered or cut on its way.
            "BadDigest",
            "XAmzContentSHA256Mismatch",
            "XAmzContentChecksumMismatch",
            "IncompleteBody");

    private Passing() {}

    static boolean mayPass(SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return isPassing(answer.statusCode(), code(answer));
        }
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            return true;
        }
        IOException cause = cause(e, IOException.class);
        // A certificate that is not trusted now will not be trusted in a second. A connection that was reset while TLS
        // began is another thing.
        return cause != null && (!(cause instanceof SSLException) || isReset(cause));
    }

    private static boolean isPassing(int status, String code) {
        if (CODES.contains(code)) {
            return true;
        }
        return switch (status) {
            case REQUEST_TIMEOUT, TOO_MANY_REQUESTS -> true;
            case NOT_IMPLEMENTED, VERSION_NOT_SUPPORTED, INSUFFICIENT_STORAGE -> false;
            default -> status >= SERVER_ERRORS;
        };
    }

    private static boolean isReset(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("reset") || message.contains("closed") || message.contains("terminated");
    }

    /** The code of an error answer; empty when it has none, as answers to HEAD. */
    static String code(AwsServiceException e) {
        if (e.awsErrorDetails() == null) {
            return "";
        }
        String code = e.awsErrorDetails().errorCode();
        return code == null ? "" : code;
    }

    /** The first cause of a type; null when there is none. */
    static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
