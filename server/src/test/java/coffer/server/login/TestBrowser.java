package coffer.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a browser does without scripts: keeps cookies, follows links to this server, and fills in forms. */
final class TestBrowser {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern FLOW = Pattern.compile("name=\"flow\" value=\"([^\"]*)\"");

    private final LoginServer server;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String lastPage = "";

    TestBrowser(LoginServer server) {
        this.server = server;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    /** The page that it shows. */
    String page() {
        return lastPage;
    }

    String csrf() {
        return first(CSRF);
    }

    String flow() {
        return first(FLOW);
    }

    private String first(Pattern pattern) {
        Matcher matcher = pattern.matcher(lastPage);
        assertThat(matcher.find()).as("%s in %s", pattern, lastPage).isTrue();
        return matcher.group(1);
    }

    /** Asks once. */
    Answer get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    /** Asks and follows redirects on this server. */
    Answer open(String path, String... headers) throws IOException {
        return follow(get(path, headers));
    }

    /** Sends a form with the token of the page that it shows, and follows redirects. */
    Answer submit(String path, String... namesAndValues) throws IOException {
        return follow(post(path, withToken(namesAndValues)));
    }

    String[] withToken(String... namesAndValues) {
        String[] all = new String[namesAndValues.length + 2];
        all[0] = "csrf";
        all[1] = csrf();
        System.arraycopy(namesAndValues, 0, all, 2, namesAndValues.length);
        return all;
    }

    /** Sends a form as it is. */
    Answer post(String path, String... namesAndValues) throws IOException {
        return post(List.of(), path, namesAndValues);
    }

    Answer post(List<String> headers, String path, String... namesAndValues) throws IOException {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(URLEncoder.encode(namesAndValues[i], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        String[] all = new String[headers.size() + 1];
        headers.toArray(all);
        all[headers.size()] = "Content-Type: application/x-www-form-urlencoded";
        return send("POST", path, form.toString(), all);
    }

    TestBrowser signIn(String user) throws IOException {
        open("/login");
        Answer answer = submit("/login", "user", user, "password", LoginServer.PASSWORD);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(page()).contains("Hello, " + user);
        return this;
    }

    private Answer follow(Answer answer) throws IOException {
        Answer last = answer;
        for (int i = 0; i < 5 && last.status() == 303; i++) {
            String location = last.header("Location");
            if (!location.startsWith("/")) {
                return last;
            }
            last = get(location);
        }
        return last;
    }

    private Answer send(String method, String path, String body, String... headers) throws IOException {
        String target = path.startsWith("http") ? URI.create(path).getRawPath() : path;
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: h\r\n");
        request.append("User-Agent: Firefox\r\n");
        if (!cookies.isEmpty()) {
            request.append("Cookie: ");
            cookies.forEach((name, value) ->
                    request.append(name).append('=').append(value).append("; "));
            request.setLength(request.length() - 2);
            request.append("\r\n");
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (method.equals("POST")) {
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        Answer answer = RawClient.ask(
                server.address(), request.append("\r\n").append(body).toString());
        for (String cookie : answer.headers().getOrDefault("set-cookie", List.of())) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            if (pair[1].isEmpty()) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        lastPage = answer.text();
        return answer;
    }
}
