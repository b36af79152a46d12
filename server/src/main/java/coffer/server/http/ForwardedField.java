package coffer.server.http;

import coffer.server.http.TrustedProxies.Hop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what proxies write about the way of a request: {@code Forwarded} (RFC 7239 § 4) and the older
 * {@code X-Forwarded-For}. An element that cannot be read becomes a hop without address, at which its reader stops.
 */
final class ForwardedField {
    private static final Hop UNREADABLE = new Hop("", "");

    /** A comma or semicolon inside a quoted string does not separate. One with a backslash is unreadable: no address needs it. */
    private static final Pattern PAIR = Pattern.compile(
            "\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=([!#$%&'*+.^_`|~0-9A-Za-z-]+|\"[^\"\\\\]*+\")\\s*(;|,|$)");

    /** With a port behind it, which some proxies write: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
    private static final Pattern NODE = Pattern.compile(
            "(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?|\\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)\\](?::\\d{1,5})?|([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

    private ForwardedField() {}

    /** The elements of all lines in their order; one unreadable element instead of what follows the first mistake. */
    static List<Hop> hops(List<String> lines) {
        List<Hop> hops = new ArrayList<>();
        for (String line : lines) {
            if (!addElements(line, hops)) {
                hops.add(UNREADABLE);
            }
        }
        return hops;
    }

    /** Adds the elements of one line; false when it is not what RFC 7239 describes. */
    private static boolean addElements(String line, List<Hop> hops) {
        Matcher pair = PAIR.matcher(line);
        String address = "";
        String scheme = "";
        int at = 0;
        while (at < line.length()) {
            if (!pair.find(at) || pair.start() != at) {
                return false;
            }
            String value = unquoted(pair.group(2));
            switch (pair.group(1).toLowerCase(Locale.ROOT)) {
                case "for" -> address = node(value);
                case "proto" -> scheme = value;
                default -> {
                    // by and host are nothing that we believe.
                }
            }
            if (!pair.group(3).equals(";")) {
                hops.add(new Hop(address, scheme));
                address = "";
                scheme = "";
            }
            at = pair.end();
        }
        return true;
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
    }

    /** The elements of {@code X-Forwarded-For}: addresses, separated by commas. */
    static List<Hop> plainHops(List<String> lines) {
        List<Hop> hops = new ArrayList<>();
        for (String line : lines) {
            for (String element : line.split(",", -1)) {
                hops.add(new Hop(node(element.strip()), ""));
            }
        }
        return hops;
    }

    /** The last element of a list. */
    static String last(List<String> lines) {
        String line = lines.getLast();
        return line.substring(line.lastIndexOf(',') + 1).strip();
    }

    /** The address in a node name; empty for {@code unknown}, hidden names (RFC 7239 § 6.3) and everything odd. */
    private static String node(String text) {
        Matcher node = NODE.matcher(text);
        if (!node.matches()) {
            return "";
        }
        String v4 = node.group(1);
        String bracketed = node.group(2);
        return v4 != null ? v4 : bracketed != null ? bracketed : node.group(3);
    }
}
