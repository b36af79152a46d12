package coffer.adapter.kms;

import java.net.InetAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of a transit engine: {@code https://vault.example:8200/v1/transit/keys/coffer}, if wanted with {@code ?namespace=NAME}. Without TLS
 * only this machine is spoken to, unless {@code plain=allowed} says that the way there is protected otherwise.
 *
 * @param server scheme, host and port
 * @param mount where the engine is mounted, ending in a slash: {@code transit/}
 * @param name of the key
 */
record TransitAddress(URI server, String mount, String name, Optional<String> namespace) {
    static final int NAME_LENGTH_MAX = 128;

    private static final int PORT_MAX = 65_535;
    private static final Pattern PATH =
            Pattern.compile("/v1/((?:[A-Za-z0-9_.-]{1,128}/){1,8})keys/([A-Za-z0-9_.-]{1," + NAME_LENGTH_MAX + "})");
    private static final Pattern DOTS = Pattern.compile("(?:^|.*/)\\.{1,2}(?:/.*|$)");
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_./-]{1,256}");

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException with what is wrong, for a person; repeats nothing of the text
     */
    static TransitAddress parse(URI at) {
        String scheme = at.getScheme() == null ? "" : at.getScheme().toLowerCase(Locale.ROOT);
        if (!List.of("http", "https").contains(scheme) || at.getHost() == null || at.getPort() > PORT_MAX) {
            throw refused("it does not begin with https:// and a host");
        }
        if (at.getRawUserInfo() != null || at.getRawFragment() != null) {
            throw refused("it holds a user or a part after #; a token does not belong into an address");
        }
        Matcher path = PATH.matcher(at.getRawPath());
        if (!path.matches() || DOTS.matcher(at.getRawPath()).matches()) {
            throw refused("its path is not /v1/MOUNT/keys/NAME, of letters, digits, '_', '.' and '-'");
        }
        Map<String, String> query = query(at.getRawQuery() == null ? "" : at.getRawQuery());
        if (scheme.equals("http") && !isThisMachine(at.getHost()) && !query.containsKey("plain")) {
            throw refused("without TLS the token and the keys can be read on their way: write https://, or add"
                    + " plain=allowed after a question mark if the way is protected otherwise");
        }
        return new TransitAddress(
                URI.create(scheme + "://" + at.getRawAuthority()),
                path.group(1),
                path.group(2),
                Optional.ofNullable(query.get("namespace")));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = Math.max(parameter.indexOf('='), 0);
            String name = parameter.substring(0, equals);
            String value = parameter.substring(Math.min(equals + 1, parameter.length()));
            boolean known = (name.equals("plain") && value.equals("allowed"))
                    || (name.equals("namespace") && NAMESPACE.matcher(value).matches());
            if (!known || parameters.put(name, value) != null) {
                throw refused("after the question mark only namespace=NAME and plain=allowed are known, each once");
            }
        }
        return parameters;
    }

    private static boolean isThisMachine(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            // A name; what it stands for may change.
            return false;
        }
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("This is no address of a key in a transit engine: " + why + ".");
    }

    URI keyUri() {
        return uri("keys");
    }

    URI encryptUri() {
        return uri("encrypt");
    }

    URI decryptUri() {
        return uri("decrypt");
    }

    private URI uri(String operation) {
        return URI.create(server + "/v1/" + mount + operation + "/" + name);
    }

    @Override
    public String toString() {
        return keyUri() + namespace.map(value -> "?namespace=" + value).orElse("");
    }
}
