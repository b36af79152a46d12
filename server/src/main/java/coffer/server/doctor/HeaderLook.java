package coffer.server.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What answers tell browsers, on pages, refusals and data alike. Proxies lose such headers, or add their own beside them:
 * of two that contradict each other browsers take either.
 */
final class HeaderLook {
    /** Half a year, what the scanners of the field ask for. */
    private static final long INSIST_SECONDS_MIN = 15_552_000;

    private static final List<String> PATHS = List.of(
            "/", "/login", "/status.php", "/remote.php/dav/", "/ocs/v2.php/cloud/user", "/there/is/nothing/here");
    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[;\\s])max-age=\"?(\\d{1,18})");
    private static final List<Wanted> WANTED = List.of(
            Wanted.exactly("X-Content-Type-Options", "nosniff"),
            new Wanted(
                    "X-Frame-Options",
                    "SAMEORIGIN or DENY",
                    value -> value.equalsIgnoreCase("SAMEORIGIN") || value.equalsIgnoreCase("DENY")),
            new Wanted(
                    "Referrer-Policy",
                    "no-referrer or same-origin",
                    value -> value.equals("no-referrer") || value.equals("same-origin")),
            Wanted.exactly("X-Permitted-Cross-Domain-Policies", "none"),
            new Wanted("X-Robots-Tag", "noindex", value -> value.contains("noindex")),
            Wanted.exactly("Cross-Origin-Opener-Policy", "same-origin"),
            new Wanted("Cross-Origin-Resource-Policy", "same-origin", value -> value.startsWith("same-")),
            new Wanted("Permissions-Policy", "a list of what pages do without", value -> value.contains("=()")),
            new Wanted(
                    "Content-Security-Policy",
                    "default-src 'none' or 'self' without unsafe-inline",
                    HeaderLook::strictPolicy));
    private static final Wanted INSISTS = new Wanted(
            "Strict-Transport-Security", "max-age of at least " + INSIST_SECONDS_MIN, HeaderLook::insistsLongEnough);

    private final Visitor visitor;

    /**
     * @param name the header
     * @param expected for a person
     * @param good whether a value does
     */
    private record Wanted(String name, String expected, Predicate<String> good) {
        static Wanted exactly(String name, String value) {
            return new Wanted(name, value, value::equalsIgnoreCase);
        }

        /** What is wrong with an answer; null when nothing is. */
        @Nullable
        String fault(Answer answer) {
            List<String> values = answer.all(name);
            if (values.isEmpty()) {
                return "is missing";
            }
            if (values.size() > 1) {
                return "stands there " + values.size() + " times";
            }
            return good.test(values.getFirst().strip()) ? null : "is \"" + values.getFirst() + "\"";
        }
    }

    HeaderLook(Visitor visitor) {
        this.visitor = visitor;
    }

    List<Finding> look() throws IOException {
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (String path : PATHS) {
            answers.put(path, visitor.get(path));
        }
        List<Finding> findings = new ArrayList<>();
        WANTED.forEach(wanted -> findings.add(everywhere(answers, wanted)));
        if (visitor.url().secure()) {
            findings.add(everywhere(answers, INSISTS));
        }
        findings.addAll(talkative(answers.values().iterator().next()));
        findings.addAll(cookies(answers.get("/login")));
        return findings;
    }

    private static Finding everywhere(Map<String, Answer> answers, Wanted wanted) {
        for (Map.Entry<String, Answer> entry : answers.entrySet()) {
            String fault = wanted.fault(entry.getValue());
            if (fault != null) {
                return Finding.wrong(wanted.name() + " " + fault + " in the answer to " + entry.getKey()
                        + ". Expected: " + wanted.expected() + ".");
            }
        }
        return Finding.fine(wanted.name() + " is right on all answers.");
    }

    private static boolean strictPolicy(String value) {
        String policy = value.toLowerCase(Locale.ROOT);
        boolean closed = policy.contains("default-src 'none'") || policy.contains("default-src 'self'");
        return closed && !policy.contains("unsafe-inline") && !policy.contains("unsafe-eval");
    }

    private static boolean insistsLongEnough(String value) {
        Matcher age = MAX_AGE.matcher(value);
        return age.find() && Long.parseLong(age.group(1)) >= INSIST_SECONDS_MIN;
    }

    /** A version tells attackers which weaknesses to try; the proxy's is worth no more than a hint. */
    private static List<Finding> talkative(Answer answer) {
        List<Finding> findings = new ArrayList<>();
        for (String name : List.of("Server", "X-Powered-By")) {
            answer.header(name)
                    .filter(value -> value.matches(".*\\d.*"))
                    .ifPresent(value -> findings.add(Finding.hint(
                            "Answers say \"" + name + ": " + value + "\": a version that nobody needs to know.")));
        }
        return findings;
    }

    private List<Finding> cookies(@Nullable Answer page) {
        List<String> cookies = page == null ? List.of() : page.all("Set-Cookie");
        if (cookies.isEmpty()) {
            return List.of(Finding.wrong(
                    "The sign-in page sets no cookie: without one nobody gets in. Perhaps a proxy takes them away."));
        }
        List<Finding> findings = new ArrayList<>();
        for (String cookie : cookies) {
            String name = cookie.split("=", 2)[0];
            String attributes = cookie.toLowerCase(Locale.ROOT);
            boolean kept = attributes.contains("; httponly") && attributes.matches(".*; samesite=(lax|strict).*");
            boolean bound = name.startsWith("__Host-")
                    && attributes.contains("; secure")
                    && !attributes.contains("; domain=")
                    && attributes.matches(".*; path=/(;.*|$)");
            findings.add(Finding.of(
                    kept && (bound || !visitor.url().secure()),
                    "The cookie " + name + " is out of reach of scripts, other sites and other hosts.",
                    "The cookie " + name + " is not protected as it should be: "
                            + cookie.replaceFirst("=[^;]*", "=…")));
        }
        return findings;
    }
}
