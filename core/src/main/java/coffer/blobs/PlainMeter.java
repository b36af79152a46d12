package coffer.blobs;

import coffer.base.Checksum;
import coffer.base.Checksum.Algorithm;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/** Counts plain content as it passes, holds it to its limits, and computes the checksums that somebody wants. */
final class PlainMeter {
    private final ReceiveLimits limits;
    private final Map<Algorithm, MessageDigest> digests = new EnumMap<>(Algorithm.class);
    private final @Nullable Adler32 adler;
    private long count;

    PlainMeter(ReceiveLimits limits, Set<Algorithm> wanted) {
        this.limits = limits;
        this.adler = wanted.contains(Algorithm.ADLER32) ? new Adler32() : null;
        for (Algorithm algorithm : wanted) {
            if (algorithm != Algorithm.ADLER32) {
                digests.put(algorithm, digest(algorithm));
            }
        }
        if (limits.exactBytes() > limits.maxBytes()) {
            throw new ContentTooLarge(limits.maxBytes());
        }
    }

    /**
     * Takes note of the next bytes.
     *
     * @throws LengthMismatch when they are more than was announced
     * @throws ContentTooLarge when they are more than is allowed
     */
    void add(byte[] bytes, int at, int length) {
        count += length;
        if (limits.exactBytes() != ReceiveLimits.UNKNOWN && count > limits.exactBytes()) {
            throw new LengthMismatch(limits.exactBytes(), "more");
        }
        if (count > limits.maxBytes()) {
            throw new ContentTooLarge(limits.maxBytes());
        }
        for (MessageDigest digest : digests.values()) {
            digest.update(bytes, at, length);
        }
        if (adler != null) {
            adler.update(bytes, at, length);
        }
    }

    /**
     * The content has ended.
     *
     * @throws LengthMismatch when more was announced
     */
    void end() {
        if (limits.exactBytes() != ReceiveLimits.UNKNOWN && count != limits.exactBytes()) {
            throw new LengthMismatch(limits.exactBytes(), Long.toString(count));
        }
    }

    long count() {
        return count;
    }

    Map<Algorithm, Checksum> checksums() {
        Map<Algorithm, Checksum> checksums = new EnumMap<>(Algorithm.class);
        HexFormat hex = HexFormat.of();
        digests.forEach((algorithm, digest) ->
                checksums.put(algorithm, new Checksum(algorithm, hex.formatHex(digest.digest()))));
        if (adler != null) {
            byte[] value = ByteBuffer.allocate(Integer.BYTES)
                    .putInt((int) adler.getValue())
                    .array();
            checksums.put(Algorithm.ADLER32, new Checksum(Algorithm.ADLER32, hex.formatHex(value)));
        }
        return checksums;
    }

    Checksum checksum(Algorithm algorithm) {
        Checksum checksum = checksums().get(algorithm);
        if (checksum == null) {
            throw new IllegalStateException(algorithm.wireName() + " was not wanted");
        }
        return checksum;
    }

    /** What is written to it counts as content. */
    OutputStream asStream() {
        return new OutputStream() {
            @Override
            public void write(int value) {
                add(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int at, int length) {
                add(bytes, at, length);
            }
        };
    }

    private static MessageDigest digest(Algorithm algorithm) {
        String name =
                switch (algorithm) {
                    case SHA3_256 -> "SHA3-256";
                    case SHA256 -> "SHA-256";
                    case SHA1 -> "SHA-1";
                    case MD5 -> "MD5";
                    case ADLER32 -> throw new IllegalArgumentException("ADLER32 is no message digest");
                };
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks " + name, e);
        }
    }
}
