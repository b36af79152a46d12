import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a server meets in the first minute of a sync client, on an account without anything in it: the training run of ./coffer, from
 * which the JVM remembers what is worth compiling. Run by {@code java Training.java URL}, with the administrator's password in
 * {@code COFFER_ADMIN_PASSWORD}.
 */
final class Training {
    private static final int FOLDERS = 20;
    private static final int FILES = 30;
    private static final int LARGE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LISTING = """
            <?xml version="1.0"?><d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns"><d:prop>
            <d:resourcetype/><d:getlastmodified/><d:getcontentlength/><d:getetag/><oc:size/><oc:id/><oc:fileid/><oc:permissions/>
            <oc:checksums/><oc:share-types/><nc:is-encrypted/></d:prop></d:propfind>""";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String server;
    private final String authorization;

    private Training(String server, String password) {
        this.server = server;
        byte[] pair = ("admin:" + password).getBytes(StandardCharsets.UTF_8);
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    public static void main(String[] args) {
        Training training = new Training(args[0], System.getenv("COFFER_ADMIN_PASSWORD"));
        training.first();
        IntStream.range(0, FOLDERS).parallel().forEach(training::folder);
    }

    private void first() {
        for (String path : List.of("/status.php", "/ocs/v1.php/cloud/capabilities", "/ocs/v1.php/cloud/user?format=json")) {
            ask("GET", path, new byte[0], "OCS-APIRequest", "true");
        }
    }

    private void folder(int number) {
        String folder = "/remote.php/dav/files/admin/training-" + number;
        ask("MKCOL", folder, new byte[0]);
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[i == 0 ? LARGE_BYTES : 4096];
            Arrays.fill(content, (byte) i);
            ask("PUT", folder + "/" + i + ".txt", content, "X-OC-Mtime", "1700000000");
            ask("PROPFIND", folder, LISTING.getBytes(StandardCharsets.UTF_8), "Depth", i % 10 == 0 ? "1" : "0");
            ask("GET", folder + "/" + i + ".txt", new byte[0]);
        }
        ask("MOVE", folder + "/1.txt", new byte[0], "Destination", server + folder + "/one.txt");
        ask("DELETE", folder, new byte[0]);
    }

    private void ask(String method, String path, byte[] body, String... fields) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .method(method, BodyPublishers.ofByteArray(body));
        if (fields.length > 0) {
            request.headers(fields);
        }
        try {
            int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
            if (status >= 400) {
                throw new IllegalStateException(method + " " + path + " was answered with " + status);
            }
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
