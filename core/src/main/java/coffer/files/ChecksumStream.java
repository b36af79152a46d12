package coffer.files;

import coffer.base.Checksum;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/** Swallows content and calculates one checksum of it. For one thread. */
public final class ChecksumStream extends OutputStream {
    private final Checksum.Algorithm algorithm;
    private final @Nullable MessageDigest digest;
    private final Adler32 adler = new Adler32();

    public ChecksumStream(Checksum.Algorithm algorithm) {
        this.algorithm = algorithm;
        this.digest = switch (algorithm) {
            case SHA3_256 -> digest("SHA3-256");
            case SHA256 -> digest("SHA-256");
            case SHA1 -> digest("SHA-1");
            case MD5 -> digest("MD5");
            case ADLER32 -> null;
        };
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (digest == null) {
            adler.update(bytes, offset, length);
        } else {
            digest.update(bytes, offset, length);
        }
    }

    /** The checksum of everything written; called once, at the end. */
    public Checksum checksum() {
        byte[] value = digest == null
                ? ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) adler.getValue())
                        .array()
                : digest.digest();
        return new Checksum(algorithm, HexFormat.of().formatHex(value));
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks " + name, e);
        }
    }
}
