package coffer.keys;

import coffer.disk.StorageFailure;
import coffer.disk.Durably;
import coffer.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The root key as a file: five lines of text that an operator can copy and print. The last line is a checksum over the
 * others, so that a file cut short or mistyped is told from a wrong one.
 *
 * <pre>
 * coffer root key 1
 * id 0f…
 * created 2026-11-22T10:00:00Z
 * key 5a…
 * check 91…
 * </pre>
 */
final class RootKeyFile {
    /** Far more than the file has; a larger one is something else. */
    private static final int BYTES_MAX = 4_096;

    private static final int CHECK_BYTES = 8;
    private static final HexFormat HEX = HexFormat.of();
    private static final String FIRST_LINE = "coffer root key 1\n";
    private static final Pattern TEXT = Pattern.compile("""
            (coffer root key 1
            id ([0-9a-f]{32})
            created \\S+
            key ([0-9a-f]{64})
            )check ([0-9a-f]{16})
            """);

    /** What lies in the place of the root key. */
    sealed interface Found {
        record Absent() implements Found {}

        record Present(RootKey key) implements Found {}

        /** A file that is no whole root key. */
        record Damaged(String reason) implements Found {}
    }

    private RootKeyFile() {}

    static Found read(Path file) {
        byte[] bytes;
        try {
            if (Files.size(file) > BYTES_MAX) {
                return new Found.Damaged("it is too long for a root key");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new Found.Absent();
        } catch (IOException e) {
            return new Found.Damaged("it cannot be read: " + e);
        }
        try {
            return parse(new String(bytes, StandardCharsets.ISO_8859_1));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Found parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return new Found.Damaged(
                    text.startsWith(FIRST_LINE) || FIRST_LINE.startsWith(text)
                            ? "it is cut short or altered: not all of its five lines are there"
                            : "it does not start as a root key file of this version does");
        }
        if (!check(matcher.group(1)).equals(matcher.group(4))) {
            return new Found.Damaged("it is altered: its checksum does not fit");
        }
        byte[] bytes = HEX.parseHex(matcher.group(3));
        RootKey key = new RootKey(bytes);
        Arrays.fill(bytes, (byte) 0);
        return hex(key).equals(matcher.group(2))
                ? new Found.Present(key)
                : new Found.Damaged("it is altered: its id is not that of its key");
    }

    /**
     * Makes a root key and its file, readable by this user only, durable when this returns.
     *
     * @throws StorageFailure when the disk fails; no root key exists then
     */
    static RootKey create(Path file, Disk disk, SecureRandom random, Instant now) {
        byte[] bytes = new byte[RootKey.BYTES];
        random.nextBytes(bytes);
        RootKey key = new RootKey(bytes);
        byte[] text = text(key, bytes, now).getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(bytes, (byte) 0);
        Durably.write(disk, file, ByteBuffer.wrap(text));
        Arrays.fill(text, (byte) 0);
        return key;
    }

    private static String text(RootKey key, byte[] bytes, Instant now) {
        String checked = """
                coffer root key 1
                id %s
                created %s
                key %s
                """.formatted(hex(key), now.truncatedTo(ChronoUnit.SECONDS), HEX.formatHex(bytes));
        return checked + "check " + check(checked) + "\n";
    }

    private static String hex(RootKey key) {
        return HEX.toHexDigits(key.id().getMostSignificantBits())
                + HEX.toHexDigits(key.id().getLeastSignificantBits());
    }

    private static String check(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
            return HEX.formatHex(digest, 0, CHECK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
