package coffer.adapter.kms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in for the transit engine of OpenBao and Vault: one key of several versions that really encrypts, mounted at {@code transit/}.
 * Statuses, fields and error texts are those of the engine's documentation and source. Whatever a request has that the engine's
 * documentation does not know is a {@link #complaints complaint}.
 */
final class FakeTransit implements AutoCloseable {
    static final String TOKEN = "hvs.geheim4711";
    static final String NAME = "coffer";

    /** What goes wrong with the next request, instead of an answer. */
    interface Fault {
        void happen(HttpExchange exchange) throws IOException;
    }

    private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([1-9][0-9]*):(.+)");
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SecureRandom random = new SecureRandom();
    private final List<byte[]> versions = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();

    volatile boolean sealed;
    volatile boolean ignoresAssociatedData;
    volatile Optional<String> token = Optional.of(TOKEN);
    volatile Optional<String> namespace = Optional.empty();
    volatile int minDecryptionVersion = 1;
    volatile String type = "aes256-gcm96";
    volatile boolean derived;

    /**
     * @param tls null for a server without
     */
    FakeTransit(@Nullable SSLContext tls) throws IOException {
        InetSocketAddress here = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        if (tls == null) {
            server = HttpServer.create(here, 0);
        } else {
            HttpsServer secured = HttpsServer.create(here, 0);
            secured.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = secured;
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
        rotate();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String address() {
        return "http://127.0.0.1:" + port() + "/v1/transit/keys/" + NAME;
    }

    void rotate() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        versions.add(key);
    }

    /** As after a restore from a backup. */
    void forgetLatestVersion() {
        versions.removeLast();
    }

    void next(Fault... next) {
        faults.addAll(List.of(next));
    }

    static Fault answers(int status, String body) {
        return exchange -> answer(exchange, status, body);
    }

    /** Promises more than it sends. */
    static Fault breaksOff() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /** Methods and paths, in order. */
    List<String> requests() {
        return requests;
    }

    /** What was wrong with requests. */
    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            checkHeaders(exchange);
            Fault fault = faults.poll();
            if (fault != null) {
                fault.happen(exchange);
            } else if (sealed) {
                error(exchange, 503, "Vault is sealed");
            } else if (!token.equals(
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Vault-Token")))) {
                error(exchange, 403, "permission denied");
            } else {
                serve(exchange, body);
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            complaints.add(e.toString());
            error(exchange, 500, "internal error");
        }
    }

    private void checkHeaders(HttpExchange exchange) {
        require("true".equals(exchange.getRequestHeaders().getFirst("X-Vault-Request")), "X-Vault-Request is missing");
        require(
                namespace.equals(
                        Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Vault-Namespace"))),
                "another namespace");
        boolean post = exchange.getRequestMethod().equals("POST");
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        require(post ? "application/json".equals(contentType) : contentType == null, "Content-Type " + contentType);
    }

    private void serve(HttpExchange exchange, byte[] body) throws IOException, GeneralSecurityException {
        switch (exchange.getRequestMethod() + " " + exchange.getRequestURI()) {
            case "GET /v1/transit/keys/" + NAME -> {
                require(body.length == 0, "GET with a body");
                answer(exchange, 200, """
                        {"request_id":"1","lease_id":"","renewable":false,"lease_duration":0,"data":{"type":"%s","deletion_allowed":false,\
                        "derived":%s,"exportable":false,"keys":{"1":1442851412},"latest_version":%d,"min_decryption_version":%d,\
                        "name":"%s","supports_encryption":true,"supports_decryption":true},"wrap_info":null,"warnings":null,"auth":null}
                        """.formatted(type, derived, versions.size(), minDecryptionVersion, NAME));
            }
            case "POST /v1/transit/encrypt/" + NAME ->
                encrypt(exchange, JsonMapper.shared().readTree(body));
            case "POST /v1/transit/decrypt/" + NAME ->
                decrypt(exchange, JsonMapper.shared().readTree(body));
            default ->
                answer(
                        exchange,
                        404,
                        exchange.getRequestURI().getPath().startsWith("/v1/transit/")
                                ? "{\"errors\":[]}"
                                : "{\"errors\":[\"no handler for route \\\"other/keys/coffer\\\". route entry not found.\"]}");
        }
    }

    private void encrypt(HttpExchange exchange, JsonNode asked) throws IOException, GeneralSecurityException {
        requireFields(asked, "plaintext", "associated_data");
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] encrypted =
                cipher(Cipher.ENCRYPT_MODE, versions.size(), nonce, asked).doFinal(decoded(asked, "plaintext"));
        byte[] bytes = new byte[nonce.length + encrypted.length];
        System.arraycopy(nonce, 0, bytes, 0, nonce.length);
        System.arraycopy(encrypted, 0, bytes, nonce.length, encrypted.length);
        answer(
                exchange,
                200,
                "{\"data\":{\"ciphertext\":\"vault:v%d:%s\",\"key_version\":%d}}"
                        .formatted(versions.size(), Base64.getEncoder().encodeToString(bytes), versions.size()));
    }

    private void decrypt(HttpExchange exchange, JsonNode asked) throws IOException {
        requireFields(asked, "ciphertext", "associated_data");
        Matcher ciphertext = CIPHERTEXT.matcher(asked.path("ciphertext").stringValue(""));
        if (!ciphertext.matches()) {
            error(exchange, 400, "invalid ciphertext: no prefix");
            return;
        }
        int version = Integer.parseInt(ciphertext.group(1));
        if (version > versions.size()) {
            error(exchange, 400, "invalid ciphertext: version is too new");
            return;
        }
        if (version < minDecryptionVersion) {
            error(exchange, 400, "ciphertext or signature version is disallowed by policy (too old)");
            return;
        }
        byte[] bytes = Base64.getDecoder().decode(ciphertext.group(2));
        byte[] nonce = java.util.Arrays.copyOf(bytes, NONCE_BYTES);
        try {
            byte[] plain = cipher(Cipher.DECRYPT_MODE, version, nonce, asked)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            answer(
                    exchange,
                    200,
                    "{\"data\":{\"plaintext\":\"" + Base64.getEncoder().encodeToString(plain) + "\"}}");
        } catch (GeneralSecurityException _) {
            error(exchange, 400, "cipher: message authentication failed");
        }
    }

    private Cipher cipher(int mode, int version, byte[] nonce, JsonNode asked) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(versions.get(version - 1), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        if (!ignoresAssociatedData) {
            cipher.updateAAD(decoded(asked, "associated_data"));
        }
        return cipher;
    }

    private byte[] decoded(JsonNode asked, String field) {
        String text = asked.path(field).stringValue("?");
        byte[] bytes = Base64.getDecoder().decode(text);
        require(Base64.getEncoder().encodeToString(bytes).equals(text), field + " is base64 of another kind");
        return bytes;
    }

    private void requireFields(JsonNode asked, String... names) {
        Set<String> there = new TreeSet<>(asked.propertyNames());
        require(there.equals(new TreeSet<>(List.of(names))), "fields " + there);
    }

    private void require(boolean holds, String complaint) {
        if (!holds) {
            complaints.add(complaint);
        }
    }

    private static void error(HttpExchange exchange, int status, String error) throws IOException {
        answer(exchange, status, "{\"errors\":[\"" + error + "\"]}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
