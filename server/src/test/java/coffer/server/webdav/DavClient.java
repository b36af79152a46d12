package coffer.server.webdav;

import coffer.accounts.Account;
import coffer.server.http.RawClient;
import coffer.server.http.RawClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Speaks WebDAV for one account, byte by byte as a test wants it. Paths are those below the account's files, encoded. */
final class DavClient {
    private final DavServer server;
    private final Account account;
    private final String password;

    DavClient(DavServer server, Account account, String password) {
        this.server = server;
        this.account = account;
        this.password = password;
    }

    Account account() {
        return account;
    }

    String uid() {
        return account.uid();
    }

    String password() {
        return password;
    }

    DavServer server() {
        return server;
    }

    /** Host and port, as in a Host field. */
    String authority() {
        return "127.0.0.1:" + server.address().getPort();
    }

    /** The path of the account's files, without a slash at the end. */
    String root() {
        return "/remote.php/dav/files/" + Href.encode(uid());
    }

    String uploads() {
        return "/remote.php/dav/uploads/" + Href.encode(uid());
    }

    /** The absolute path of something among the files. */
    String path(String below) {
        return root() + below;
    }

    /** The absolute URL of something among the files. */
    String url(String below) {
        return "http://" + authority() + path(below);
    }

    /** A request on something among the files. */
    Ask ask(String method, String below) {
        return at(method, path(below));
    }

    /** A request on any path. */
    Ask at(String method, String absolutePath) {
        return new Ask(method, absolutePath).header("Host", authority()).header("Authorization", authorization());
    }

    String authorization() {
        byte[] pair = (uid() + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    Answer put(String below, String content) {
        return ask("PUT", below).body(content).send();
    }

    /** Stores a file and returns its entity tag, with quotes. */
    String stored(String below, String content) {
        Answer answer = put(below, content);
        if (answer.status() != 201 && answer.status() != 204) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return answer.header("ETag");
    }

    void folder(String below) {
        Answer answer = ask("MKCOL", below).send();
        if (answer.status() != 201) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
    }

    Answer get(String below) {
        return ask("GET", below).send();
    }

    boolean exists(String below) {
        return ask("HEAD", below).send().status() == 200;
    }

    /** The entity tag of something, as a listing shows it. */
    String etag(String below) {
        return MultistatusReader.of(propfind(below, 0, "<d:getetag/>")).first().text("d:getetag");
    }

    Answer propfind(String below, int depth, String properties) {
        return ask("PROPFIND", below)
                .header("Depth", Integer.toString(depth))
                .xml("<d:propfind xmlns:d=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\""
                        + " xmlns:nc=\"http://nextcloud.org/ns\"><d:prop>" + properties + "</d:prop></d:propfind>")
                .send();
    }

    /** The names directly in a folder, decoded from nothing: as the hrefs have them. */
    List<String> names(String below) {
        return MultistatusReader.of(propfind(below, 1, "<d:resourcetype/>")).hrefs().stream()
                .skip(1)
                .map(href -> href.substring(path(below).length()))
                .toList();
    }

    /** One request in the making. */
    final class Ask {
        private final String method;
        private final String path;
        private final List<String> headers = new ArrayList<>();
        private byte[] body = new byte[0];

        private Ask(String method, String path) {
            this.method = method;
            this.path = path;
        }

        Ask header(String name, String value) {
            headers.removeIf(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"));
            headers.add(name + ": " + value);
            return this;
        }

        Ask without(String name) {
            headers.removeIf(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"));
            return this;
        }

        Ask body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        Ask body(byte[] bytes) {
            body = bytes;
            return header("Content-Length", Integer.toString(bytes.length));
        }

        Ask xml(String text) {
            return body(text).header("Content-Type", "application/xml; charset=utf-8");
        }

        byte[] bytes() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes((method + " " + path + " HTTP/1.1\r\n").getBytes(StandardCharsets.ISO_8859_1));
            for (String line : headers) {
                bytes.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            bytes.writeBytes(new byte[] {'\r', '\n'});
            bytes.writeBytes(body);
            return bytes.toByteArray();
        }

        Answer send() {
            try (RawClient client = new RawClient(server.address())) {
                return client.send(bytes()).read(method.equals("HEAD"));
            } catch (IOException e) {
                throw new UncheckedIOException(method + " " + path, e);
            }
        }
    }
}
