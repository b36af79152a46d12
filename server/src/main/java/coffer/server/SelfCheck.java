package coffer.server;

import coffer.server.http.OwnRequest;
import coffer.server.http.OwnRequest.Arrival;
import coffer.server.http.PublicAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the public address for a page once, after the start, and says in plain words what a wrong proxy shows. A machine
 * that cannot reach its own public address, which is common in a home, is no cause for alarm.
 *
 * @param url the public address
 * @param listener the address at which the server really listens, as an operator would type it
 * @param own the request by which the server knows itself
 */
record SelfCheck(PublicAddress url, String listener, OwnRequest own) {
    private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String PATH = "/status.php";
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> NO_UPSTREAM = Set.of(502, 503, 504);

    /**
     * What was found.
     *
     * @param wrong whether somebody has to do something
     * @param text one or two sentences for the operator
     */
    record Finding(boolean wrong, String text) {
        private static Finding fine(String text) {
            return new Finding(false, text);
        }

        private static Finding wrong(String text) {
            return new Finding(true, text);
        }
    }

    /** Looks in the background and logs what it finds; returns at once. */
    void start(String token) {
        Thread.ofVirtual().name("self-check").start(() -> {
            Finding finding = look(token);
            if (finding.wrong()) {
                LOG.warn(finding.text());
            } else {
                LOG.info(finding.text());
            }
        });
    }

    /** Asks once, for at most ten seconds. */
    Finding look(String token) {
        if (listener.startsWith("https:") && !url.secure()) {
            return Finding.wrong(
                    "url = " + url + " says http, but this server speaks TLS: it should begin with https.");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.of(PATH)))
                .timeout(PATIENCE)
                .header(OwnRequest.HEADER, token)
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            return judge(
                    answer.statusCode(),
                    answer.headers().firstValue("Location"),
                    Optional.ofNullable(own.arrival().getNow(null)));
        } catch (IOException e) {
            return unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.fine("Whether " + url + " leads here was not looked at to the end.");
        }
    }

    /** What an answer shows, and whether the request came here. */
    Finding judge(int status, Optional<String> location, Optional<Arrival> arrival) {
        return arrival.map(here -> arrived(status, here)).orElseGet(() -> elsewhere(status, location));
    }

    private Finding arrived(int status, Arrival arrival) {
        if (!arrival.rawPath().equals(PATH) && !arrival.rawPath().equals(url.path() + PATH)) {
            return Finding.wrong("Behind " + url + " the path " + url.path() + PATH + " arrives here as "
                    + arrival.rawPath() + ". The proxy must pass paths on as they come"
                    + (url.path().isEmpty() ? "." : ", or take off " + url.path() + " and nothing else."));
        }
        if (status != 200) {
            return Finding.wrong("A request to " + url + " arrives here, but its answer comes back with status "
                    + status + ": the proxy does not pass answers on as they are.");
        }
        if (url.secure() && arrival.scheme().equals("http")) {
            if (!arrival.namesClient()) {
                return Finding.wrong(
                        "The proxy at " + arrival.peer() + " does not say who its clients are, so that all seem"
                                + " to be one. It should set X-Forwarded-For, and stand in trusted-proxies.");
            }
            if (arrival.trusted()) {
                return Finding.wrong("The proxy at " + arrival.peer() + " says that clients come over http, and url = "
                        + url + " says https. It should set X-Forwarded-Proto.");
            }
        }
        if (arrival.namesClient() && !arrival.trusted()) {
            return Finding.wrong(url + " leads here through a proxy at " + arrival.peer()
                    + " that is not believed. Add that address to trusted-proxies.");
        }
        return Finding.fine(url + " leads here.");
    }

    private Finding elsewhere(int status, Optional<String> location) {
        if (REDIRECTS.contains(status)) {
            String target = location.orElse("nowhere");
            boolean tls = !url.secure() && target.startsWith("https:");
            return Finding.wrong(url + " does not lead here but redirects to " + target + ". "
                    + (tls
                            ? "If that is the address that clients use, url should begin with https."
                            : "url should name the address that needs no redirect."));
        }
        if (NO_UPSTREAM.contains(status)) {
            return Finding.wrong("The proxy at " + url + " does not reach this server (it answers with status " + status
                    + "). This server listens at " + listener + ".");
        }
        return Finding.wrong(
                "Another server answers at " + url + " (with status " + status + "), and this one listens at "
                        + listener + ". The proxy passes this name or path on to somebody else, or to nobody.");
    }

    private Finding unreachable(IOException failure) {
        if (url.secure() && failure instanceof SSLHandshakeException && causedBy(failure, CertificateException.class)) {
            return Finding.wrong(
                    "The certificate of " + url + " is not one that this machine believes; clients will not"
                            + " either, or ask their people. (" + failure.getMessage() + ")");
        }
        String message = String.valueOf(failure.getMessage());
        if (url.secure()
                && failure instanceof SSLException
                && message.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
            return Finding.wrong("url = " + url + " says https, but what answers there does not speak TLS.");
        }
        return Finding.fine("Whether " + url + " leads here is not known: this machine does not reach it (" + failure
                + "). In many networks that is normal; try it from outside.");
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> kind) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
