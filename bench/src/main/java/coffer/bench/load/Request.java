package coffer.bench.load;

import java.nio.charset.StandardCharsets;

/** A request whose bytes are ready to be sent, again and again if one likes. */
public final class Request {

    private final String line;
    private final byte[] head;
    private final Content body;

    /** {@code fields} are whole header lines, each with CRLF; {@code Content-Length} is added. */
    Request(String method, String target, String fields, Content body) {
        this.line = method + " " + target;
        this.body = body;
        var length = body.sizeBytes() > 0 || method.equals("PUT") ? "Content-Length: " + body.sizeBytes() + "\r\n" : "";
        this.head = (line + " HTTP/1.1\r\n" + fields + length + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    byte[] head() {
        return head;
    }

    Content body() {
        return body;
    }

    boolean isHead() {
        return line.startsWith("HEAD ");
    }

    /** Method and target, for messages. */
    @Override
    public String toString() {
        return line;
    }
}
