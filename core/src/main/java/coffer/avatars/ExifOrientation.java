package coffer.avatars;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a camera was held: tag 0x0112 of Exif (CIPA DC-008 § 4.6.4). Telephones store pictures as the sensor saw them and
 * say so here. It is the only thing that is read from a file beside its pixels.
 */
enum ExifOrientation {
    UPRIGHT,
    MIRRORED,
    UPSIDE_DOWN,
    UPSIDE_DOWN_MIRRORED,
    LEFT_MIRRORED,
    LEFT,
    RIGHT_MIRRORED,
    RIGHT;

    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int START_OF_SCAN = 0xFFDA;
    private static final int APPLICATION_1 = 0xFFE1;
    private static final int TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    /** The index of the stored pixel that belongs to this place of the upright picture. */
    int source(int x, int y, int side) {
        int lastX = side - 1 - x;
        int lastY = side - 1 - y;
        return switch (this) {
            case UPRIGHT -> y * side + x;
            case MIRRORED -> y * side + lastX;
            case UPSIDE_DOWN -> lastY * side + lastX;
            case UPSIDE_DOWN_MIRRORED -> lastY * side + x;
            case LEFT_MIRRORED -> x * side + y;
            case LEFT -> lastX * side + y;
            case RIGHT_MIRRORED -> lastX * side + lastY;
            case RIGHT -> x * side + lastY;
        };
    }

    /** That of a JPEG file; upright for every other and for one that does not say, or says nonsense. */
    static ExifOrientation of(byte[] file) {
        try {
            return find(ByteBuffer.wrap(file));
        } catch (BufferUnderflowException | IndexOutOfBoundsException _) {
            return UPRIGHT;
        }
    }

    /** Walks over the segments in front of the pixels; each says how long it is. */
    private static ExifOrientation find(ByteBuffer file) {
        if (Short.toUnsignedInt(file.getShort()) != START_OF_IMAGE) {
            return UPRIGHT;
        }
        while (true) {
            int marker = Short.toUnsignedInt(file.getShort());
            if (marker >> 8 != 0xff || marker == START_OF_SCAN) {
                return UPRIGHT;
            }
            int length = Short.toUnsignedInt(file.getShort()) - 2;
            ByteBuffer segment = file.slice(file.position(), length);
            if (marker == APPLICATION_1 && begins(segment)) {
                return inTiff(segment.slice(EXIF.length, length - EXIF.length));
            }
            file.position(file.position() + length);
        }
    }

    private static boolean begins(ByteBuffer segment) {
        byte[] start = new byte[EXIF.length];
        if (segment.remaining() < start.length) {
            return false;
        }
        segment.get(0, start);
        return Arrays.equals(start, EXIF);
    }

    private static ExifOrientation inTiff(ByteBuffer tiff) {
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + i * ENTRY_BYTES;
            if (Short.toUnsignedInt(tiff.getShort(at)) == TAG) {
                int value = Short.toUnsignedInt(tiff.getShort(at + 8));
                return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
