package coffer.server.ocs;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes square pictures of two colours and the shades between them as PNG (ISO/IEC 15948): one byte a pixel and a palette
 * of 256. The desktop stack of the JDK would cost more start-up and memory than the rest of this package.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int SHADES = 256;
    private static final byte EIGHT_BITS = 8;
    private static final byte INDEXED = 3;

    private Png() {}

    /**
     * @param shades row by row, 0 for the background to 255 for the foreground
     * @param background 0xRRGGBB
     * @param foreground 0xRRGGBB
     */
    static byte[] of(byte[] shades, int side, int background, int foreground) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(png)) {
            out.write(SIGNATURE);
            chunk(out, "IHDR", header(side));
            chunk(out, "PLTE", palette(background, foreground));
            chunk(out, "IDAT", pixels(shades, side));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return png.toByteArray();
    }

    private static byte[] header(int side) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(header);
        out.writeInt(side);
        out.writeInt(side);
        // Compression, filter and interlacing have their only or simplest method, 0.
        out.write(new byte[] {EIGHT_BITS, INDEXED, 0, 0, 0});
        return header.toByteArray();
    }

    private static byte[] palette(int background, int foreground) {
        byte[] palette = new byte[3 * SHADES];
        for (int shade = 0; shade < SHADES; shade++) {
            for (int channel = 0; channel < 3; channel++) {
                int shift = 16 - 8 * channel;
                int from = background >> shift & 0xff;
                int to = foreground >> shift & 0xff;
                palette[3 * shade + channel] = (byte) (from + (to - from) * shade / (SHADES - 1));
            }
        }
        return palette;
    }

    private static byte[] pixels(byte[] shades, int side) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
            for (int row = 0; row < side; row++) {
                // Each row begins with its filter: none.
                out.write(0);
                out.write(shades, row * side, side);
            }
        }
        return compressed.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }
}
