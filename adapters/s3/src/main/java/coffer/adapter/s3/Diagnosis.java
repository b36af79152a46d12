package coffer.adapter.s3;

import coffer.disk.StorageFailure;
import coffer.disk.StorageFull;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says to an operator what is wrong when an object store refuses or does not answer. Codes: "Error responses", S3 API reference. */
final class Diagnosis {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final int REDIRECTS = 300;
    private static final int CLIENT_ERRORS = 400;
    private static final String REGION_HEADER = "x-amz-bucket-region";

    private final S3Address address;
    private final Clock clock;

    Diagnosis(S3Address address, Clock clock) {
        this.address = address;
        this.clock = clock;
    }

    /**
     * The failure to throw.
     *
     * @param doing what failed, for the operator's log
     */
    StorageFailure failure(String doing, SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return answered(doing, answer);
        }
        return new StorageFailure(doing, new IOException(unanswered(e), e));
    }

    private StorageFailure answered(String doing, AwsServiceException e) {
        String request = e.requestId() == null ? "" : " (request " + e.requestId() + ")";
        IOException cause = new IOException(explanation(e) + request, e);
        return isFull(e) ? new StorageFull(doing, cause) : new StorageFailure(doing, cause);
    }

    private static boolean isFull(AwsServiceException e) {
        return e.statusCode() == INSUFFICIENT_STORAGE
                || switch (Passing.code(e)) {
                    case "QuotaExceeded",
                            "XMinioStorageFull",
                            "InsufficientStorage",
                            "XMinioAdminBucketQuotaExceeded" -> true;
                    default -> false;
                };
    }

    private String explanation(AwsServiceException e) {
        if (isFull(e)) {
            return "no room is left at " + address.server() + ", or the quota of the bucket is used up";
        }
        String code = Passing.code(e);
        return switch (code) {
            case "RequestTimeTooSkewed" -> "the clocks differ: " + skew(e) + "; set it by NTP";
            case "InvalidAccessKeyId" -> address.server() + " does not know the access key";
            case "SignatureDoesNotMatch" ->
                "the secret does not belong to the access key, or something between here and " + address.server()
                        + " changes requests";
            case "ExpiredToken", "TokenRefreshRequired" -> "the credentials have expired";
            case "NoSuchBucket" -> "there is no bucket " + address.bucket() + " at " + address.server();
            case "AuthorizationHeaderMalformed",
                    "PermanentRedirect",
                    "TemporaryRedirect",
                    "IllegalLocationConstraintException" -> region(e);
            case "AccessDenied", "AllAccessDisabled", "AccountProblem" -> denied();
            default -> byStatus(e, code);
        };
    }

    private String byStatus(AwsServiceException e, String code) {
        int status = e.statusCode();
        if (status >= REDIRECTS && status < CLIENT_ERRORS) {
            return region(e);
        }
        return switch (status) {
            case FORBIDDEN -> denied();
            case NOT_FOUND ->
                address.server() + " does not find what was asked for; the bucket is " + address.bucket()
                        + said(e, code);
            case NOT_IMPLEMENTED -> address.server() + " lacks something that is needed here" + said(e, code);
            default -> address.server() + " answers " + status + said(e, code);
        };
    }

    private static String said(AwsServiceException e, String code) {
        String message =
                e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        return (code.isEmpty() ? "" : ", " + code) + (message == null || message.isEmpty() ? "" : ": " + message);
    }

    private String denied() {
        return "the access key may not do this in the bucket " + address.bucket() + " at " + address.server()
                + ": it needs the rights to list, read, write and delete";
    }

    private String region(AwsServiceException e) {
        String known =
                header(e, REGION_HEADER).map(region -> ": it lies in " + region).orElse("");
        return "the bucket " + address.bucket() + " is not in the region " + address.region() + known
                + said(e, Passing.code(e));
    }

    /** By how much this machine's clock is wrong, going by the server's. */
    private String skew(AwsServiceException e) {
        Optional<Duration> ahead = header(e, "Date").flatMap(this::ahead);
        if (ahead.isEmpty()) {
            return "this machine's is further from that of " + address.server() + " than it accepts";
        }
        Duration by = ahead.get();
        return "this machine's is " + minutes(by.abs()) + (by.isNegative() ? " behind" : " ahead of") + " that of "
                + address.server();
    }

    private Optional<Duration> ahead(String date) {
        try {
            ZonedDateTime server = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(server.toInstant(), clock.instant()));
        } catch (DateTimeException _) {
            // No date is as good as one that nobody can read: the answer says already that the clocks differ.
            return Optional.empty();
        }
    }

    private static String minutes(Duration by) {
        return by.toMinutes() + " min " + by.toSecondsPart() + " s";
    }

    private static Optional<String> header(AwsServiceException e, String name) {
        if (e.awsErrorDetails() == null || e.awsErrorDetails().sdkHttpResponse() == null) {
            return Optional.empty();
        }
        return e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader(name);
    }

    private String unanswered(SdkException e) {
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            return address.server() + " did not answer in time";
        }
        IOException cause = Passing.cause(e, IOException.class);
        if (cause != null) {
            return unanswered(cause);
        }
        String message = String.valueOf(e.getMessage());
        if (message.contains("load credentials")) {
            return "no access key is set, and neither the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) nor the AWS"
                    + " profile file has one";
        }
        return message;
    }

    /** Why there was no answer at all. */
    String unanswered(IOException cause) {
        String server = address.server();
        String said = said(cause.getMessage());
        return switch (cause) {
            case UnknownHostException _ ->
                "the name of " + server + " cannot be resolved" + said
                        + (address.pathStyle() ? "" : "; without path-style=true the bucket is part of that name");
            case ConnectException _ -> server + " cannot be reached" + said + "; does it run, and is the port right?";
            case NoRouteToHostException _ -> server + " cannot be reached" + said;
            case SocketTimeoutException _ -> server + " did not answer in time" + said;
            case SSLException tls -> tls(tls, said);
            default -> "the connection to " + server + " broke" + said;
        };
    }

    private String tls(SSLException e, String said) {
        boolean certificate = Passing.cause(e, CertificateException.class) != null;
        return certificate
                ? "this Java runtime does not trust the certificate of " + address.server() + said
                        + "; add the authority that issued it to its trust store"
                : "TLS with " + address.server() + " failed" + said;
    }

    private static String said(@Nullable String message) {
        return message == null ? "" : " (" + message + ")";
    }
}
