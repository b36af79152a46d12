package coffer.server.http;

import coffer.accounts.Network;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the server listens and what it bears. Sizes in bytes.
 *
 * @param host the address to bind
 * @param port the port to bind, 0 for any free one
 * @param publicAddress the address under which clients come, if the operator has named it
 * @param trustedProxies whose word about clients is taken (see {@link TrustedProxies})
 * @param tls certificate and key when the listener speaks TLS
 * @param connectionsMax connections open at once; further ones wait in the kernel's queue. Also the bound on requests
 *     under way, of which an HTTP/2 connection may have several; further ones are 503
 * @param headerBytesMax request line and header fields together; more is 431, or 414 when the line alone is too long
 * @param idle how long a connection may be silent: between requests, within a body, while taking an answer
 * @param headerTime how long the header of a request may take from its first byte
 * @param drainTime how long the rest of a refused body is read and thrown away, so that the client sees the answer
 * @param stopTime how long requests under way may take when the server stops
 */
public record HttpSettings(
        String host,
        int port,
        Optional<PublicAddress> publicAddress,
        List<Network> trustedProxies,
        Optional<TlsFiles> tls,
        int connectionsMax,
        int headerBytesMax,
        Duration idle,
        Duration headerTime,
        Duration drainTime,
        Duration stopTime) {
    public static final int CONNECTIONS_MAX = 2_048;
    /** A path of 4,096 bytes has 12,288 when each is escaped; twice that for {@code Destination}, and the other fields. */
    public static final int HEADER_BYTES_MAX = 32 * 1024;

    public static final Duration IDLE = Duration.ofSeconds(60);
    public static final Duration HEADER_TIME = Duration.ofSeconds(20);
    public static final Duration DRAIN_TIME = Duration.ofSeconds(20);
    public static final Duration STOP_TIME = Duration.ofSeconds(8);

    /** These settings with the address under which clients come. */
    public HttpSettings withPublicAddress(Optional<PublicAddress> address) {
        return new HttpSettings(
                host,
                port,
                address,
                trustedProxies,
                tls,
                connectionsMax,
                headerBytesMax,
                idle,
                headerTime,
                drainTime,
                stopTime);
    }

    /** These settings with the proxies whose word is taken. */
    public HttpSettings withTrustedProxies(List<Network> networks) {
        return new HttpSettings(
                host,
                port,
                publicAddress,
                networks,
                tls,
                connectionsMax,
                headerBytesMax,
                idle,
                headerTime,
                drainTime,
                stopTime);
    }

    /** These settings with TLS. */
    public HttpSettings withTls(Optional<TlsFiles> files) {
        return new HttpSettings(
                host,
                port,
                publicAddress,
                trustedProxies,
                files,
                connectionsMax,
                headerBytesMax,
                idle,
                headerTime,
                drainTime,
                stopTime);
    }

    /** The usual settings for an address. */
    public static HttpSettings at(String host, int port) {
        return new HttpSettings(
                host,
                port,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                CONNECTIONS_MAX,
                HEADER_BYTES_MAX,
                IDLE,
                HEADER_TIME,
                DRAIN_TIME,
                STOP_TIME);
    }
}
