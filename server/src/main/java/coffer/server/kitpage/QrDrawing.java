package coffer.server.kitpage;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** A QR code (ISO/IEC 18004) as a drawing that scales, one unit for each module. */
final class QrDrawing {
    /** White around the code, without which readers do not find it. */
    static final int QUIET_MODULES = 4;

    /** Survives some 15 % of damage: a crease, a stain. */
    private static final ErrorCorrectionLevel CORRECTION = ErrorCorrectionLevel.M;

    private static final byte DARK = 1;

    private QrDrawing() {}

    /**
     * An SVG element.
     *
     * @param text in digits and capitals it takes least room
     * @param label for people who do not see it; without characters that HTML reserves
     */
    static String svg(String text, String label) {
        ByteMatrix modules = modules(text);
        int size = modules.getWidth() + 2 * QUIET_MODULES;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$s %1$s" role="img" aria-label="%2$s" \
                shape-rendering="crispEdges"><path fill="#fff" d="M0,0h%1$sv%1$sh-%1$sz"/><path fill="#000" d="%3$s"/></svg>
                """.formatted(Integer.toString(size), label, path(modules));
    }

    private static ByteMatrix modules(String text) {
        try {
            return Encoder.encode(text, CORRECTION).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("no QR code holds " + text.length() + " characters", e);
        }
    }

    /** One rectangle for each run of dark modules in a row. */
    private static String path(ByteMatrix modules) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            int x = 0;
            while (x < modules.getWidth()) {
                int run = run(modules, x, y);
                if (run > 0) {
                    path.append('M').append(x + QUIET_MODULES).append(',').append(y + QUIET_MODULES);
                    path.append('h').append(run).append("v1h-").append(run).append('z');
                }
                x += run + 1;
            }
        }
        return path.toString();
    }

    private static int run(ByteMatrix modules, int from, int y) {
        int x = from;
        while (x < modules.getWidth() && modules.get(x, y) == DARK) {
            x++;
        }
        return x - from;
    }
}
