package coffer.avatars;

import java.util.Arrays;

/**
 * A square of pixels in memory.
 *
 * @param side in pixels
 * @param argb row by row, 8 bits each of alpha, red, green and blue; colours are not multiplied by alpha
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pixels(int side, int[] argb) {
    private static final int OPAQUE = 0xff;

    Pixels {
        if (argb.length != side * side) {
            throw new IllegalArgumentException("not a square");
        }
    }

    /** The same picture with another side: each new pixel is the mean of the old ones that it covers. */
    Pixels scaled(int newSide) {
        int[] scaled = new int[newSide * newSide];
        for (int y = 0; y < newSide; y++) {
            for (int x = 0; x < newSide; x++) {
                scaled[y * newSide + x] =
                        mean(first(x, newSide), behind(x, newSide), first(y, newSide), behind(y, newSide));
            }
        }
        return new Pixels(newSide, scaled);
    }

    private int first(int at, int newSide) {
        return (int) ((long) at * side / newSide);
    }

    private int behind(int at, int newSide) {
        return Math.max(first(at, newSide) + 1, first(at + 1, newSide));
    }

    private int mean(int left, int right, int top, int bottom) {
        long alpha = 0;
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int pixel = argb[y * side + x];
                int weight = pixel >>> 24;
                alpha += weight;
                // Invisible pixels have no say in the colour.
                red += (long) weight * (pixel >> 16 & 0xff);
                green += (long) weight * (pixel >> 8 & 0xff);
                blue += (long) weight * (pixel & 0xff);
            }
        }
        if (alpha == 0) {
            return 0;
        }
        long count = (long) (right - left) * (bottom - top);
        return (int) (rounded(alpha, count) << 24
                | rounded(red, alpha) << 16
                | rounded(green, alpha) << 8
                | rounded(blue, alpha));
    }

    private static long rounded(long sum, long by) {
        return (sum + by / 2) / by;
    }

    /** The picture as it is meant to be seen when it was stored in this orientation. */
    Pixels turned(ExifOrientation orientation) {
        int[] turned = new int[argb.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                turned[y * side + x] = argb[orientation.source(x, y, side)];
            }
        }
        return new Pixels(side, turned);
    }

    boolean opaque() {
        return Arrays.stream(argb).allMatch(pixel -> pixel >>> 24 == OPAQUE);
    }
}
