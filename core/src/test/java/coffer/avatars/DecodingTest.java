package coffer.avatars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {
    private static int at(Pixels pixels, int x, int y) {
        return pixels.argb()[y * pixels.side() + x];
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif"})
    void theMiddleSquareIsTaken(String format) throws UnusablePicture {
        Pixels wide = Decoding.square(Drawings.file(Drawings.stripes(30, 10), format));
        assertThat(wide.side()).isEqualTo(10);
        assertThat(wide.argb()).containsOnly(Drawings.GREEN);

        Pixels high = Decoding.square(Drawings.file(Drawings.stripes(9, 30), format));
        assertThat(high.side()).isEqualTo(9);
        assertThat(at(high, 0, 8)).isEqualTo(Drawings.RED);
        assertThat(at(high, 8, 0)).isEqualTo(Drawings.BLUE);
    }

    @Test
    void aJpegIsReadAsItIsMeant() throws UnusablePicture {
        Pixels pixels = Decoding.square(Drawings.file(Drawings.stripes(96, 32), "jpeg"));
        assertThat(pixels.side()).isEqualTo(32);
        int middle = at(pixels, 16, 16);
        // The coding loses a little.
        assertThat(middle >>> 24).isEqualTo(0xff);
        assertThat(middle >> 16 & 0xff).isLessThan(20);
        assertThat(middle >> 8 & 0xff).isGreaterThan(235);
        assertThat(middle & 0xff).isLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_BYTE_INDEXED
            })
    void coloursOfEveryKindAreThoseOfThePicture(int type) throws UnusablePicture {
        Pixels pixels = Decoding.square(Drawings.file(Drawings.stripes(type, 3, 3), "png"));
        assertThat(Arrays.copyOf(pixels.argb(), 3)).containsExactly(Drawings.RED, Drawings.GREEN, Drawings.BLUE);
    }

    @ParameterizedTest
    @CsvSource({"10, 128", "11, 32896"})
    void greyStaysAsBrightAsItIs(int type, int sample) throws UnusablePicture {
        BufferedImage grey = new BufferedImage(1, 1, type);
        grey.getRaster().setSample(0, 0, 0, sample);
        assertThat(Decoding.square(Drawings.file(grey, "png")).argb()).containsExactly(0xff808080);
    }

    @Test
    void ofALargePictureOnlySoMuchIsKept() throws UnusablePicture {
        Pixels pixels = Decoding.square(Drawings.file(Drawings.stripes(6000, 4000), "png"));
        assertThat(pixels.side()).isBetween(1024, 2048);
        assertThat(at(pixels, 0, 0)).isEqualTo(Drawings.RED);
        assertThat(at(pixels, pixels.side() / 2, pixels.side() / 2)).isEqualTo(Drawings.GREEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GI", "hello", "<svg xmlns='http://www.w3.org/2000/svg'/>", "BM", "RIFF1234WEBPVP8 "})
    void otherFormatsAreRefused(String file) {
        assertThatThrownBy(() -> Decoding.square(file.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(UnusablePicture.class)
                .hasMessageContaining("neither a PNG nor a JPEG nor a GIF");
    }

    /** The header alone decides; nobody has to send so many pixels. */
    @Test
    void tooManyPixelsAreRefusedUnseen() {
        assertThatThrownBy(() -> Decoding.square(Drawings.pngOfSize(8001, 8000)))
                .hasMessageContaining("64000000 pixels");
        assertThatThrownBy(() -> Decoding.square(Drawings.pngOfSize(Integer.MAX_VALUE, Integer.MAX_VALUE)))
                .isInstanceOf(UnusablePicture.class);
        // As many as may be; what is wrong with this one is its missing content.
        assertThatThrownBy(() -> Decoding.square(Drawings.pngOfSize(8000, 8000)))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void tooManyPassesAreRefusedUnseen() throws UnusablePicture {
        byte[] jpeg = Drawings.file(Drawings.stripes(8, 8), "jpeg");
        byte[] most = Drawings.withSegment(jpeg, 0xfffe, marks(Decoding.SCANS_MAX - 1));
        assertThat(Decoding.square(most).side()).isEqualTo(8);
        byte[] more = Drawings.withSegment(jpeg, 0xfffe, marks(Decoding.SCANS_MAX));
        assertThatThrownBy(() -> Decoding.square(more)).hasMessageContaining("100 passes");
    }

    private static byte[] marks(int count) {
        byte[] marks = new byte[2 * count];
        for (int i = 0; i < marks.length; i += 2) {
            marks[i] = (byte) 0xff;
            marks[i + 1] = (byte) 0xda;
        }
        return marks;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void brokenFilesAreRefusedOrReadButNeverAnythingElse(String format) {
        byte[] file = Drawings.file(Drawings.stripes(40, 40), format);
        for (int cut = 3; cut < Math.min(file.length, 200); cut++) {
            assertNothingElse(Arrays.copyOf(file, cut));
        }
        long seed = Long.getLong("coffer.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] altered = file.clone();
            altered[8 + random.nextInt(file.length - 8)] = (byte) random.nextInt();
            assertNothingElse(altered);
        }
    }

    private static void assertNothingElse(byte[] file) {
        try {
            assertThat(Decoding.square(file).side()).isPositive();
        } catch (UnusablePicture e) {
            assertThat(e).hasMessageStartingWith("The ");
        }
    }
}
