package coffer.server.http;

import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What the listener speaks: HTTP/1.1, or over TLS whichever of HTTP/2 and HTTP/1.1 the client prefers (ALPN, RFC 7301). */
final class Protocols {
    /** Requests that one HTTP/2 connection may have under way: the desktop client has up to 20, browsers and proxies up to 100. */
    static final int STREAMS_MAX = 100;

    /** RFC 7301, section 6: in lower case, unlike the engine's own name for it. */
    private static final String ALPN_HTTP_1 = "http/1.1";

    private Protocols() {}

    static List<ConnectionFactory> plain(HttpSettings settings) {
        return List.of(new RawTargets(configuration(settings)));
    }

    static List<ConnectionFactory> overTls(HttpSettings settings, TlsKeys keys) {
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration(settings));
        http2.setMaxConcurrentStreams(STREAMS_MAX);
        http2.setConnectProtocolEnabled(false);
        http2.setStreamIdleTimeout(settings.idle().toMillis());
        ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory(http2.getProtocol(), ALPN_HTTP_1);
        // For clients that do not know ALPN.
        choice.setDefaultProtocol(ALPN_HTTP_1);
        SslConnectionFactory tls = new SslConnectionFactory(context(keys), choice.getProtocol());
        // It would compare the certificate with Host; which address counts is the business of Addresses.
        tls.setEnsureSecureRequestCustomizer(false);
        return List.of(tls, choice, http2, new RawTargets(configuration(settings)));
    }

    private static SslContextFactory.Server context(TlsKeys keys) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setSslContext(keys.context());
        context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        // HTTP/2 forbids the old ciphers (RFC 9113, section 9.2.2), so the others are offered first.
        context.setCipherComparator(HTTP2Cipher.COMPARATOR);
        context.setUseCipherSuitesOrder(true);
        context.setRenegotiationAllowed(false);
        context.setSslSessionTimeout(Math.toIntExact(Duration.ofHours(1).toSeconds()));
        return context;
    }

    private static HttpConfiguration configuration(HttpSettings settings) {
        HttpConfiguration configuration = new HttpConfiguration();
        // Nothing of what RFC 9112 calls obsolete or lets a server tolerate: that is what request smuggling lives on.
        configuration.setHttpCompliance(HttpCompliance.STRICT);
        // The path reaches RequestPath as sent. That is stricter than the engine, and knows that ';' is an ordinary
        // character.
        configuration.setUriCompliance(UriCompliance.UNSAFE.without(
                "COFFER", UriCompliance.Violation.USER_INFO, UriCompliance.Violation.FRAGMENT));
        configuration.setRequestHeaderSize(settings.headerBytesMax());
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setSendDateHeader(true);
        return configuration;
    }
}
