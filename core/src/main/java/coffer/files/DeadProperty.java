package coffer.files;

import java.nio.charset.StandardCharsets;

/**
 * A property the server stores for clients without understanding it (RFC 4918 § 4): at most {@value #VALUE_BYTES_MAX}
 * bytes of value and {@value #NAME_BYTES_MAX} of namespace and name, at most {@value #PER_FILE_MAX} on one file or
 * collection with {@value #PER_FILE_BYTES_MAX} bytes together.
 *
 * @param namespace may be empty
 * @param name the local name
 * @param xml the content of the property element, already well-formed XML that stands alone
 */
public record DeadProperty(String namespace, String name, String xml) {
    public static final int VALUE_BYTES_MAX = 64 * 1024;
    public static final int NAME_BYTES_MAX = 1024;
    public static final int PER_FILE_MAX = 1_000;
    /** Bounds what one transaction copies or removes with a file. */
    public static final int PER_FILE_BYTES_MAX = 1024 * 1024;

    /** What it counts of {@link #PER_FILE_BYTES_MAX}. */
    long bytes() {
        return utf8(namespace) + utf8(name) + utf8(xml);
    }

    /** Whether it can be a property at all; neither database stores a NUL. */
    boolean wellFormed() {
        return !name.isEmpty() && (namespace + name + xml).indexOf('\0') < 0;
    }

    boolean withinLimits() {
        return utf8(xml) <= VALUE_BYTES_MAX && utf8(namespace) + utf8(name) <= NAME_BYTES_MAX;
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
