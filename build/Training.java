import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a server meets in the first minutes of a sync client, on an account without anything in it, in the header fields of desktop
 * client 3.7.3: the training run of ./coffer, from which the JVM remembers what is worth compiling, and which branches are
 * taken. Run by {@code java Training.java URL}, with the administrator's password in {@code COFFER_ADMIN_PASSWORD}.
 */
final class Training {
    private static final int FOLDERS = 100;

    /** In all, more than the 5,000 calls after which the JVM's second compiler takes a method up. */
    private static final int FILES = 60;

    private static final int LARGE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LISTING = """
            <?xml version="1.0" ?>
            <d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns">
              <d:prop>
                <d:resourcetype />
                <d:getlastmodified />
                <d:getcontentlength />
                <d:getetag />
                <oc:size />
                <oc:id />
                <oc:fileid />
                <oc:downloadURL />
                <oc:dDC />
                <oc:permissions />
                <oc:checksums />
                <oc:data-fingerprint />
                <oc:share-types />
              </d:prop>
            </d:propfind>
            """;
    private static final Pattern APP_PASSWORD = Pattern.compile("\"apppassword\":\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String server;
    private String authorization;

    private Training(String server, String password) {
        this.server = server;
        this.authorization = basic(password);
    }

    public static void main(String[] args) {
        Training training = new Training(args[0], System.getenv("COFFER_ADMIN_PASSWORD"));
        training.first();
        IntStream.range(0, FOLDERS).parallel().forEach(training::folder);
    }

    private void first() {
        for (String path : new String[] {
            "/status.php", "/ocs/v1.php/cloud/capabilities?format=json", "/ocs/v1.php/cloud/user?format=json"
        }) {
            ask("GET", path, new byte[0], "OCS-APIRequest", "true");
        }
        Matcher answer = APP_PASSWORD.matcher(
                ask("GET", "/ocs/v2.php/core/getapppassword?format=json", new byte[0], "OCS-APIRequest", "true"));
        if (!answer.find()) {
            throw new IllegalStateException("no app password came");
        }
        authorization = basic(answer.group(1));
    }

    private void folder(int number) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(number);
        String folder = "/remote.php/dav/files/admin/folder%20" + number;
        ask("MKCOL", folder, new byte[0]);
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[i == 0 ? LARGE_BYTES : 4096];
            random.nextBytes(content);
            ask(
                    "PUT", folder + file(i), content,
                    "Content-Type", "application/octet-stream",
                    "OC-Checksum", "SHA1:" + sha1(content),
                    "OC-Total-Length", Integer.toString(content.length),
                    "X-OC-Mtime", "1700000000");
        }
        ask("PROPFIND", folder, LISTING.getBytes(StandardCharsets.UTF_8), "Depth", "1", "Content-Type", "text/xml; charset=utf-8");
        for (int i = 0; i < FILES; i++) {
            ask("GET", folder + file(i), new byte[0]);
        }
        ask("MOVE", folder + file(1), new byte[0], "Destination", server + folder + "/one.dat");
        if (number % 2 == 0) {
            ask("DELETE", folder, new byte[0]);
        }
    }

    private static String file(int number) {
        return "/file%20" + number + ".dat";
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String sha1(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String ask(String method, String path, byte[] body, String... fields) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .header("User-Agent", "Mozilla/5.0 (Linux) mirall/3.7.3git (nextcloudcmd, debian)")
                .header("Accept", "*/*")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .header("Accept-Encoding", "gzip, deflate")
                .header("Accept-Language", "en,*")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (fields.length > 0) {
            request.headers(fields);
        }
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
            if (answer.statusCode() >= 400) {
                throw new IllegalStateException(method + " " + path + " was answered with " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
