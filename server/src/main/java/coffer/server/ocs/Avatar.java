package coffer.server.ocs;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The generated picture of a person: the first letter of the name on a colour that the id decides, the same on each
 * request and each machine.
 *
 * @param seed decides the colour: the user id, or the name of a guest
 * @param name whose first letter is drawn
 * @param side in pixels, one of two, so that a caller cannot ask for a wall of pixels
 */
record Avatar(String seed, String name, int side, boolean dark) {
    static final int SMALL = 64;
    static final int LARGE = 512;

    /** Raised when the drawing changes: clients keep pictures by entity tag. */
    private static final int DRAWING = 1;

    private static final double GLYPH_PART = 0.44;
    private static final double PEN_RADIUS = 0.42;
    private static final int LIGHT_LETTER = 0xffffff;
    private static final int DARK_LETTER = 0xe6e6e6;

    /** The picture for the side that was asked for: up to 64 pixels the small one, otherwise the large one. */
    static Avatar of(String seed, String name, int askedSide, boolean dark) {
        return new Avatar(seed, name, askedSide <= SMALL ? SMALL : LARGE, dark);
    }

    /** The quoted entity tag: everything the picture depends on. */
    String etag() {
        return Fingerprint.etag(DRAWING + "\n" + seed + "\n" + name + "\n" + side + "\n" + dark);
    }

    byte[] png() {
        Glyph glyph = Glyph.ofName(name);
        double scale = side * GLYPH_PART / Glyph.HEIGHT;
        double left = (side - Glyph.WIDTH * scale) / 2;
        double top = (side - Glyph.HEIGHT * scale) / 2;
        double reach = PEN_RADIUS + 1 / scale;
        byte[] shades = new byte[side * side];
        for (int row = 0; row < side; row++) {
            double y = (row + 0.5 - top) / scale;
            if (y < -reach - 1 || y > Glyph.HEIGHT + reach + 1) {
                continue;
            }
            for (int column = 0; column < side; column++) {
                double x = (column + 0.5 - left) / scale;
                if (x >= -reach - 1 && x <= Glyph.WIDTH + reach + 1) {
                    shades[row * side + column] = shade(glyph, x, y, scale);
                }
            }
        }
        return Png.of(shades, side, background(), dark ? DARK_LETTER : LIGHT_LETTER);
    }

    /** How much of a pixel the pen covers; one pixel of slope at its edge. */
    private static byte shade(Glyph glyph, double x, double y, double scale) {
        double nearest = Double.MAX_VALUE;
        for (Glyph.Piece piece : glyph.strokes()) {
            nearest = Math.min(nearest, piece.distanceSquared(x, y));
        }
        double covered = (PEN_RADIUS - Math.sqrt(nearest)) * scale + 0.5;
        return (byte) Math.round(255 * Math.clamp(covered, 0, 1));
    }

    /** One of 360 hues, as dark as white letters need (contrast of 4.5 and more), darker for dark surfaces. */
    private int background() {
        CRC32 crc = new CRC32();
        crc.update(seed.getBytes(StandardCharsets.UTF_8));
        double hue = crc.getValue() % 360;
        double lightness = dark ? 0.2 : 0.3;
        double chroma = lightness * 2 * 0.5;
        double low = lightness - chroma / 2;
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
            // Each channel follows the hue with a third of a turn between them.
            double turn = (hue / 60 + 6 - 2 * channel) % 6;
            double part = Math.clamp(Math.abs(turn - 3) - 1, 0, 1);
            rgb = rgb << 8 | (int) Math.round(255 * (low + chroma * part));
        }
        return rgb;
    }
}
