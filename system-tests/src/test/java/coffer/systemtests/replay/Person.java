package coffer.systemtests.replay;

import coffer.server.http.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Alice in front of a browser without JavaScript: opens the address that a client shows her, signs in where she is asked to, and lets the client
 * in. Recorded pages are not compared with ours, because no client reads them; what counts is that she gets to the end.
 */
final class Person {

    private static final Pattern FORM = Pattern.compile("(?s)<form method=\"post\" action=\"([^\"]+)\">(.*?)</form>");
    private static final Pattern FIELD = Pattern.compile("<input[^>]* name=\"([^\"]+)\"(?:[^>]* value=\"([^\"]*)\")?");

    /** Opening, signing in, letting in, each with a redirect or two. */
    private static final int STEPS_MAX = 10;

    private final InetSocketAddress address;
    private final String origin;
    private final Map<String, String> cookies = new TreeMap<>();

    Person(URI server) {
        this.address = new InetSocketAddress(server.getHost(), server.getPort());
        this.origin = "http://" + server.getAuthority();
    }

    /** Goes on from this path until a page has nothing more to fill in than letting the client in, and does that. */
    void letIn(String path) throws IOException {
        var page = follow(ask("GET", path, ""));
        for (int step = 0; step < STEPS_MAX; step++) {
            var form = FORM.matcher(page.text());
            if (page.status() != 200 || !form.find()) {
                throw new AssertionError("Alice is at a loss: " + page.status() + " " + page.text());
            }
            page = follow(ask("POST", form.group(1), filledIn(form.group(2))));
            if (form.group(1).endsWith("/grant") && page.status() == 200) {
                return;
            }
        }
        throw new AssertionError("Alice has had enough: " + page.text());
    }

    private static String filledIn(String form) {
        var fields = new LinkedHashMap<String, String>();
        for (var field = FIELD.matcher(form); field.find(); ) {
            switch (field.group(1)) {
                case "user" -> fields.put("user", Paths.USER);
                case "password" -> fields.put("password", House.PASSWORD);
                default -> {
                    if (field.group().contains("type=\"hidden\"")) {
                        fields.put(field.group(1), field.group(2));
                    }
                }
            }
        }
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private RawClient.Answer follow(RawClient.Answer answer) throws IOException {
        var last = answer;
        for (int step = 0; step < STEPS_MAX && last.status() == 303; step++) {
            last = ask("GET", last.header("Location").replace(origin, ""), "");
        }
        return last;
    }

    private RawClient.Answer ask(String method, String target, String form) throws IOException {
        var jar = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        var head = method + " " + target + " HTTP/1.1\r\nHost: " + origin.substring("http://".length())
                + (jar.isEmpty() ? "" : "\r\nCookie: " + jar)
                + (method.equals("POST") ? "\r\nOrigin: " + origin : "")
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                + "\r\n\r\n";
        var answer = RawClient.ask(address, head + form);
        for (var cookie : answer.headers().getOrDefault("set-cookie", List.of())) {
            var pair = cookie.split(";", -1)[0];
            int equals = pair.indexOf('=');
            cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return answer;
    }
}
