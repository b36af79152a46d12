package coffer.adapter.pkcs11;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a key lies, as RFC 7512 writes it: {@code pkcs11:token=coffer;object=coffer-root?module-path=/usr/lib/softhsm/libsofthsm2.so}.
 * Of its attributes those are known that a key needs; others are refused rather than overlooked.
 *
 * @param module absolute path of the library
 * @param token label of the token
 * @param slot number of the slot; the JDK's provider takes no larger one
 * @param object label of the key, printable ASCII
 * @param pinFile the file that holds the PIN, unless one is given otherwise
 */
record TokenAddress(
        Path module,
        Optional<String> token,
        Optional<String> serial,
        OptionalInt slot,
        String object,
        Optional<Path> pinFile) {

    static final int OBJECT_LENGTH_MAX = 64;

    private static final Set<String> PATH_ATTRIBUTES = Set.of("token", "serial", "slot-id", "object", "type");
    private static final Set<String> QUERY_ATTRIBUTES = Set.of("module-path", "pin-source");

    /** RFC 7512 § 2.3: pk11-pchar; and pk11-qchar, which may hold a slash, a question mark and a bar, but no ampersand. */
    private static final Pattern PATH_VALUE = Pattern.compile("(?:[A-Za-z0-9._~:\\[\\]@!$'()*+,=&-]|%[0-9A-Fa-f]{2})+");

    private static final Pattern QUERY_VALUE =
            Pattern.compile("(?:[A-Za-z0-9._~:\\[\\]@!$'()*+,=/?|-]|%[0-9A-Fa-f]{2})+");
    private static final Pattern SLOT = Pattern.compile("[0-9]{1,10}");
    private static final Pattern OBJECT = Pattern.compile("[ -~]{1," + OBJECT_LENGTH_MAX + "}");

    /** What would end a value in the settings of the JDK's provider, or be replaced there. */
    private static final Pattern NOT_IN_PATHS = Pattern.compile("[\"\\\\$]");

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException with what is wrong, for a person; repeats no value, because a PIN may be among them
     */
    static TokenAddress parse(URI at) {
        String text = at.getRawSchemeSpecificPart();
        if (!"pkcs11".equalsIgnoreCase(at.getScheme()) || at.getRawFragment() != null) {
            throw refused("it does not begin with pkcs11:, or has a part after #");
        }
        int mark = text.indexOf('?');
        Map<String, String> path =
                attributes(mark < 0 ? text : text.substring(0, mark), ";", PATH_ATTRIBUTES, PATH_VALUE);
        Map<String, String> query =
                mark < 0 ? Map.of() : attributes(text.substring(mark + 1), "&", QUERY_ATTRIBUTES, QUERY_VALUE);
        if (!path.containsKey("token") && !path.containsKey("serial") && !path.containsKey("slot-id")) {
            throw refused("it names no token: token=LABEL, serial=NUMBER or slot-id=NUMBER is missing");
        }
        if (!path.getOrDefault("type", "secret-key").equals("secret-key")) {
            throw refused("its type is not secret-key");
        }
        return new TokenAddress(
                module(query),
                Optional.ofNullable(path.get("token")),
                Optional.ofNullable(path.get("serial")),
                slot(path),
                object(path),
                Optional.ofNullable(query.get("pin-source")).map(TokenAddress::pinFile));
    }

    private static Map<String, String> attributes(String text, String between, Set<String> known, Pattern value) {
        Map<String, String> attributes = new HashMap<>();
        for (String attribute : text.split(Pattern.quote(between), -1)) {
            int equals = attribute.indexOf('=');
            String name = equals < 0 ? attribute : attribute.substring(0, equals);
            if (name.equals("pin-value")) {
                throw refused(
                        "a PIN does not belong into an address (pin-value); name a file with pin-source=file:/path");
            }
            if (!known.contains(name)) {
                throw refused("its attribute '" + printable(name) + "' is not known");
            }
            if (equals < 0 || !value.matcher(attribute.substring(equals + 1)).matches()) {
                throw refused("the value of its attribute " + name
                        + " is missing, or has characters that must be percent-encoded");
            }
            if (attributes.put(name, decoded(name, attribute.substring(equals + 1))) != null) {
                throw refused("its attribute " + name + " stands there twice");
            }
        }
        return attributes;
    }

    private static String decoded(String name, String value) {
        ByteBuffer bytes = ByteBuffer.allocate(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '%') {
                bytes.put((byte) HexFormat.fromHexDigits(value, i + 1, i + 3));
                i += 2;
            } else {
                bytes.put((byte) value.charAt(i));
            }
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (text.codePoints().noneMatch(Character::isISOControl)) {
                return text;
            }
        } catch (CharacterCodingException _) {
            // Said below.
        }
        throw refused("the value of its attribute " + name + " is not printable text in UTF-8");
    }

    private static Path module(Map<String, String> query) {
        String path = query.getOrDefault("module-path", "");
        if (!path.startsWith("/") || NOT_IN_PATHS.matcher(path).find()) {
            throw refused("it names no library of the token's maker: module-path=/path is missing, is relative,"
                    + " or holds a quotation mark, a backslash or a dollar sign");
        }
        return Path.of(path);
    }

    private static OptionalInt slot(Map<String, String> path) {
        String number = path.get("slot-id");
        if (number == null) {
            return OptionalInt.empty();
        }
        if (!SLOT.matcher(number).matches() || Long.parseLong(number) > Integer.MAX_VALUE) {
            throw refused("its slot-id is no number below 2^31");
        }
        return OptionalInt.of(Integer.parseInt(number));
    }

    private static String object(Map<String, String> path) {
        String label = path.getOrDefault("object", "");
        if (!OBJECT.matcher(label).matches()) {
            throw refused("it names no key: object=LABEL of at most " + OBJECT_LENGTH_MAX
                    + " printable ASCII characters is missing");
        }
        return label;
    }

    /** RFC 7512 § 2.4. Commands ({@code |…}) are not run. */
    private static Path pinFile(String source) {
        try {
            URI file = new URI(source);
            if ("file".equals(file.getScheme()) && file.getRawAuthority() == null && file.getRawPath() != null) {
                return Path.of(file);
            }
        } catch (URISyntaxException | IllegalArgumentException _) {
            // Said below.
        }
        throw refused("its pin-source names no file, as in pin-source=file:/etc/coffer/pin");
    }

    private static String printable(String name) {
        return name.codePoints().limit(40).allMatch(c -> c > ' ' && c <= '~') && name.length() <= 40 ? name : "…";
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("This is no address of a key in a token (RFC 7512): " + why + ".");
    }

    /** Whether a token is the one that is meant. */
    boolean means(TokenInfo found) {
        return token.map(found.label()::equals).orElse(true)
                && serial.map(found.serial()::equals).orElse(true)
                && (slot.isEmpty() || slot.getAsInt() == found.slot());
    }

    /** The address without where its PIN is. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("pkcs11:");
        token.ifPresent(label -> text.append("token=").append(encoded(label)).append(';'));
        serial.ifPresent(
                number -> text.append("serial=").append(encoded(number)).append(';'));
        slot.ifPresent(number -> text.append("slot-id=").append(number).append(';'));
        return text.append("object=")
                .append(encoded(object))
                .append("?module-path=")
                .append(encoded(module.toString()).replace("%2F", "/"))
                .toString();
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "._~-".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
