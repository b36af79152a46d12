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
        byte[] shades = new byte[side * side];
        Glyph.ofName(name).strokes().forEach(piece -> paint(shades, piece));
        return Png.of(shades, side, background(), dark ? DARK_LETTER : LIGHT_LETTER);
    }

    /** Paints one piece with the pen: only the pixels it can reach, and never lighter than they are. */
    private void paint(byte[] shades, Glyph.Piece piece) {
        double scale = side * GLYPH_PART / Glyph.HEIGHT;
        double left = (side - Glyph.WIDTH * scale) / 2;
        double top = (side - Glyph.HEIGHT * scale) / 2;
        double reach = PEN_RADIUS * scale + 1;
        int lastColumn = pixel(left + Math.max(piece.x1(), piece.x2()) * scale + reach);
        int lastRow = pixel(top + Math.max(piece.y1(), piece.y2()) * scale + reach);
        int firstColumn = pixel(left + Math.min(piece.x1(), piece.x2()) * scale - reach);
        for (int row = pixel(top + Math.min(piece.y1(), piece.y2()) * scale - reach); row <= lastRow; row++) {
            double y = (row + 0.5 - top) / scale;
            for (int column = firstColumn; column <= lastColumn; column++) {
                double x = (column + 0.5 - left) / scale;
                // One pixel of slope at the edge of the pen.
                double covered = (PEN_RADIUS - Math.sqrt(piece.distanceSquared(x, y))) * scale + 0.5;
                int shade = (int) Math.round(255 * Math.clamp(covered, 0, 1));
                int at = row * side + column;
                shades[at] = (byte) Math.max(shades[at] & 0xff, shade);
            }
        }
    }

    private int pixel(double position) {
        return Math.clamp((int) Math.floor(position), 0, side - 1);
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
