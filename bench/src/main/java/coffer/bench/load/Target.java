package coffer.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * One collection of one server, as one user: everything that is measured happens below it.
 *
 * @param root path of the collection without a slash at its end, as it stands on the request line
 * @param fields header lines that go with each request, each with CRLF
 */
public record Target(String host, int port, String root, String fields) {

    /** A collection that nobody guards. */
    public static Target open(String host, int port, String root) {
        return new Target(host, port, root, "Host: " + host + ":" + port + "\r\n");
    }

    /** The same, with Basic authentication (RFC 7617). */
    public Target as(String user, String password) {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        var encoded = Base64.getEncoder().encodeToString(pair);
        return new Target(host, port, root, fields + "Authorization: Basic " + encoded + "\r\n");
    }

    /** The same server and user, another collection. */
    public Target at(String otherRoot) {
        return new Target(host, port, otherRoot, fields);
    }

    public Request get(String path) {
        return request("GET", path, "", Content.NONE);
    }

    public Request put(String path, Content content) {
        return request("PUT", path, "", content);
    }

    public Request makeCollection(String path) {
        return request("MKCOL", path, "", Content.NONE);
    }

    public Request delete(String path) {
        return request("DELETE", path, "", Content.NONE);
    }

    /** MOVE of a collection, or of a file when {@code from} does not end with a slash. */
    public Request move(String from, String to) {
        return request("MOVE", from, destination(root + to), Content.NONE);
    }

    public Request copy(String from, String to) {
        return request("COPY", from, destination(root + to), Content.NONE);
    }

    public Request propfind(String path, int depth, Content properties) {
        return request(
                "PROPFIND", path, "Depth: " + depth + "\r\nContent-Type: text/xml; charset=utf-8\r\n", properties);
    }

    /** The header line {@code Destination} for a path from the server's root on. */
    public String destination(String absolutePath) {
        return "Destination: http://" + host + ":" + port + absolutePath + "\r\n";
    }

    /** Any request; {@code path} begins with a slash, is encoded already, and is relative to the collection. */
    public Request request(String method, String path, String moreFields, Content body) {
        return new Request(method, root + path, fields + moreFields, body);
    }
}
