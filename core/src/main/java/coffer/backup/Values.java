package coffer.backup;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as bytes: each value with its kind before it. Numbers are 64 bits, most significant first; texts are UTF-8; texts and bytes have their
 * length before them, in 32 bits. Stateless.
 */
final class Values {
    private static final int NOTHING = 0;
    private static final int NUMBER = 1;
    private static final int TEXT = 2;
    private static final int BYTES = 3;

    private Values() {}

    static byte[] encode(List<@Nullable Object> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Object value : values) {
                switch (value) {
                    case null -> out.writeByte(NOTHING);
                    case Number number -> {
                        out.writeByte(NUMBER);
                        out.writeLong(number.longValue());
                    }
                    case String text -> put(out, TEXT, text.getBytes(StandardCharsets.UTF_8));
                    case byte[] blob -> put(out, BYTES, blob);
                    default -> throw new IllegalArgumentException("no row holds a " + value.getClass());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void put(DataOutputStream out, int kind, byte[] bytes) throws IOException {
        out.writeByte(kind);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** @throws BackupRefused when these are no values */
    static List<@Nullable Object> decode(byte[] record) {
        ByteBuffer in = ByteBuffer.wrap(record);
        List<@Nullable Object> values = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                int kind = in.get();
                values.add(
                        switch (kind) {
                            case NOTHING -> null;
                            case NUMBER -> in.getLong();
                            case TEXT -> new String(bytes(in), StandardCharsets.UTF_8);
                            case BYTES -> bytes(in);
                            default ->
                                throw new BackupRefused("A row of the backup holds a value of unknown kind " + kind
                                        + ": a newer program has made it.");
                        });
            }
        } catch (BufferUnderflowException e) {
            throw new BackupRefused("A row of the backup is cut off.", e);
        }
        return values;
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
