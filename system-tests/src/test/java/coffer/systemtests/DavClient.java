package coffer.systemtests;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A small WebDAV client for tests: says exactly what a test wants to say to one server as one user, and hides nothing of the answer.
 * Paths are decoded and begin with a slash, relative to the user's files unless a method says otherwise. An {@link IOException} means
 * that no whole answer came, so that nobody knows whether the server did it. Safe for use by several threads.
 */
public final class DavClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Map<String, String> NO_HEADERS = Map.of();
    private static final String FILE_PROPERTIES = """
            <d:resourcetype/><d:getetag/><d:getcontentlength/><d:getlastmodified/><d:quota-used-bytes/>
            <oc:fileid/><oc:size/>""";

    private final URI server;
    private final String user;
    private final String authorization;
    private final HttpClient http;

    public DavClient(URI server, String user, String password) {
        this.server = server;
        this.user = user;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    /** An answer that came whole. Header names are lower-case. */
    public static final class Answer {
        private final HttpResponse<byte[]> response;

        private Answer(HttpResponse<byte[]> response) {
            this.response = response;
        }

        public int status() {
            return response.statusCode();
        }

        public Map<String, List<String>> headers() {
            return response.headers().map();
        }

        public byte[] body() {
            return response.body();
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        public String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }

        /** Returns this answer, which must have one of these statuses. */
        public Answer expect(String what, Integer... statuses) {
            if (!List.of(statuses).contains(status())) {
                throw new AssertionError(
                        what + " was answered " + this + ", expected one of " + Arrays.toString(statuses));
            }
            return this;
        }

        @Override
        public String toString() {
            return status() + " " + text();
        }
    }

    /**
     * One response element of a multistatus.
     *
     * @param href decoded path
     * @param properties text of the properties found, by local name
     */
    public record Resource(String href, boolean collection, Map<String, String> properties) {

        /** Returns the value of a property that must be there. */
        public String property(String name) {
            var value = properties.get(name);
            if (value == null) {
                throw new AssertionError(href + " has no property " + name + ": " + properties);
            }
            return value;
        }
    }

    /** Where the user's files are: {@code /remote.php/dav/files/USER}. */
    public String filesRoot() {
        return "/remote.php/dav/files/" + user;
    }

    /** Where the user's chunked uploads are. */
    public String uploadsRoot() {
        return "/remote.php/dav/uploads/" + user;
    }

    /** What the user has deleted. */
    public String trashRoot() {
        return "/remote.php/dav/trashbin/" + user;
    }

    /** What the user's files once contained. */
    public String versionsRoot() {
        return "/remote.php/dav/versions/" + user;
    }

    public Answer put(String path, byte[] content, Map<String, String> headers) throws IOException {
        return send("PUT", filesRoot() + path, headers, BodyPublishers.ofByteArray(content));
    }

    public Answer put(String path, byte[] content) throws IOException {
        return put(path, content, NO_HEADERS);
    }

    public Answer get(String path) throws IOException {
        return send("GET", filesRoot() + path, NO_HEADERS, BodyPublishers.noBody());
    }

    public Answer makeCollection(String path) throws IOException {
        return send("MKCOL", filesRoot() + path, NO_HEADERS, BodyPublishers.noBody());
    }

    public Answer delete(String path) throws IOException {
        return send("DELETE", filesRoot() + path, NO_HEADERS, BodyPublishers.noBody());
    }

    public Answer move(String from, String to) throws IOException {
        return send("MOVE", filesRoot() + from, destination(to), BodyPublishers.noBody());
    }

    public Answer copy(String from, String to) throws IOException {
        return send("COPY", filesRoot() + from, destination(to), BodyPublishers.noBody());
    }

    /** Returns the resource and, with depth 1, its members; empty when there is none. {@code path} begins with {@code /remote.php}. */
    public List<Resource> list(String path, int depth) throws IOException {
        return list(path, depth, FILE_PROPERTIES);
    }

    /** The same with other properties: empty elements with the prefixes {@code d}, {@code oc} and {@code nc}. */
    public List<Resource> list(String path, int depth, String properties) throws IOException {
        var body = """
                <?xml version="1.0"?>
                <d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns">
                <d:prop>%s</d:prop></d:propfind>""".formatted(properties);
        var answer = send(
                "PROPFIND",
                path,
                Map.of("Depth", Integer.toString(depth), "Content-Type", "application/xml"),
                BodyPublishers.ofString(body));
        return switch (answer.status()) {
            case 207 -> multistatus(answer.body());
            case 404 -> List.of();
            default -> throw new AssertionError("PROPFIND " + path + ": " + answer);
        };
    }

    /** Says anything; {@code path} begins with {@code /} and is relative to the server. */
    public Answer send(String method, String path, Map<String, String> headers, BodyPublisher body) throws IOException {
        var request = HttpRequest.newBuilder(server.resolve(encode(path)))
                .timeout(TIMEOUT)
                .header("Authorization", authorization)
                .header("OCS-APIRequest", "true")
                .method(method, body);
        headers.forEach(request::header);
        try {
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for an answer to " + method, e);
        }
    }

    /** The headers that name a destination among the user's files. */
    public Map<String, String> destination(String path) {
        return destinationAt(filesRoot() + path);
    }

    /** The same anywhere; {@code path} begins with {@code /remote.php}. */
    public Map<String, String> destinationAt(String path) {
        return Map.of("Destination", encode(path));
    }

    private static String encode(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    private static List<Resource> multistatus(byte[] xml) {
        var resources = new ArrayList<Resource>();
        for (var response : children(parse(xml), "response")) {
            var properties = new LinkedHashMap<String, String>();
            boolean collection = false;
            for (var propstat : children(response, "propstat")) {
                if (!child(propstat, "status").getTextContent().contains(" 200 ")) {
                    continue;
                }
                for (var property : elements(child(propstat, "prop"))) {
                    properties.put(property.getLocalName(), property.getTextContent());
                    collection |= !children(property, "collection").isEmpty();
                }
            }
            var href = URI.create(child(response, "href").getTextContent()).getPath();
            resources.add(new Resource(href, collection, properties));
        }
        return resources;
    }

    private static Element parse(byte[] xml) {
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("not XML: " + new String(xml, StandardCharsets.UTF_8), e);
        }
    }

    private static List<Element> elements(Element parent) {
        var elements = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static List<Element> children(Element parent, String name) {
        return elements(parent).stream()
                .filter(element -> name.equals(element.getLocalName()))
                .toList();
    }

    private static Element child(Element parent, String name) {
        return children(parent, name).getFirst();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
