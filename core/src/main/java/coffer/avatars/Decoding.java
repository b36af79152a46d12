package coffer.avatars;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads the pixels of files from anywhere. The format is known by the first bytes, not by what the sender says; the size
 * is read from the header and judged before anything is decoded; of large pictures only so many rows and columns are
 * kept as are needed. Colour profiles are passed over: all colours are taken for sRGB.
 */
final class Decoding {
    /** What the better telephones make, with some to spare. More is refused unseen: such files are made to hurt. */
    static final long PIXELS_MAX = 64_000_000;

    /** Passes over the whole picture that a progressive JPEG may ask for; encoders use about ten. */
    static final int SCANS_MAX = 100;

    /** The side of what is kept of a large picture: enough for the mean of several pixels in each that is drawn. */
    private static final int KEPT_SIDE_MIN = 2 * Avatars.LARGE;

    private static final byte JPEG_MARKER = (byte) 0xff;
    private static final byte JPEG_START_OF_SCAN = (byte) 0xda;
    private static final int SAMPLE_BITS = 8;

    private Decoding() {}

    /**
     * The square in the middle of a picture.
     *
     * @throws UnusablePicture for other formats, broken files, and pictures of too many pixels or passes
     */
    static Pixels square(byte[] file) throws UnusablePicture {
        String format = format(file)
                .orElseThrow(() -> new UnusablePicture("The file is neither a PNG nor a JPEG nor a GIF picture."));
        if (scans(file) > SCANS_MAX && format.equals("jpeg")) {
            throw new UnusablePicture("The picture has more than " + SCANS_MAX + " passes.");
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            return read(reader);
        } catch (IOException | RuntimeException e) {
            // The decoders of the JDK answer broken files with exceptions of all kinds.
            throw new UnusablePicture("The picture cannot be read.");
        } finally {
            reader.dispose();
        }
    }

    static Optional<String> format(byte[] file) {
        if (begins(file, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return Optional.of("png");
        }
        if (begins(file, 0xff, 0xd8, 0xff)) {
            return Optional.of("jpeg");
        }
        return begins(file, 'G', 'I', 'F', '8') ? Optional.of("gif") : Optional.empty();
    }

    private static boolean begins(byte[] file, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i == file.length || (file[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** At least the scans of a JPEG: the mark may also stand in data that is none. */
    private static int scans(byte[] file) {
        int scans = 0;
        for (int i = 1; i < file.length; i++) {
            if (file[i] == JPEG_START_OF_SCAN && file[i - 1] == JPEG_MARKER) {
                scans++;
            }
        }
        return scans;
    }

    private static Pixels read(ImageReader reader) throws IOException, UnusablePicture {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > PIXELS_MAX) {
            throw new UnusablePicture("The picture has more than " + PIXELS_MAX + " pixels.");
        }
        int side = Math.min(width, height);
        int step = Math.max(1, side / KEPT_SIDE_MIN);
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceRegion(new Rectangle((width - side) / 2, (height - side) / 2, side, side));
        param.setSourceSubsampling(step, step, 0, 0);
        BufferedImage image = reader.read(0, param);
        int kept = Math.min(image.getWidth(), image.getHeight());
        int[] argb = new int[kept * kept];
        Samples samples = Samples.of(image);
        for (int y = 0; y < kept; y++) {
            for (int x = 0; x < kept; x++) {
                argb[y * kept + x] = samples.argb(x, y);
            }
        }
        return new Pixels(kept, argb);
    }

    /** How a decoded picture says its colours. */
    @FunctionalInterface
    private interface Samples {
        int argb(int x, int y);

        static Samples of(BufferedImage image) throws UnusablePicture {
            Raster raster = image.getRaster();
            if (image.getColorModel() instanceof IndexColorModel palette) {
                return (x, y) -> palette.getRGB(raster.getSample(x, y, 0));
            }
            // 16 bits for a channel are cut to 8.
            int shift = raster.getSampleModel().getSampleSize(0) - SAMPLE_BITS;
            if (shift < 0) {
                throw new UnusablePicture("The picture has colours of an unusual kind.");
            }
            return switch (raster.getNumBands()) {
                case 1 -> (x, y) -> rgb(0xff, raster, x, y, shift, 0, 0, 0);
                case 2 -> (x, y) -> rgb(raster.getSample(x, y, 1) >> shift, raster, x, y, shift, 0, 0, 0);
                case 3 -> (x, y) -> rgb(0xff, raster, x, y, shift, 0, 1, 2);
                case 4 -> (x, y) -> rgb(raster.getSample(x, y, 3) >> shift, raster, x, y, shift, 0, 1, 2);
                default -> throw new UnusablePicture("The picture has colours of an unusual kind.");
            };
        }

        private static int rgb(int alpha, Raster raster, int x, int y, int shift, int red, int green, int blue) {
            return alpha << 24
                    | raster.getSample(x, y, red) >> shift << 16
                    | raster.getSample(x, y, green) >> shift << 8
                    | raster.getSample(x, y, blue) >> shift;
        }
    }
}
