package coffer.avatars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelsTest {
    @Test
    void smallerPicturesHaveTheMeanOfWhatTheyCover() {
        Pixels pixels = new Pixels(2, new int[] {0xff000000, 0xff020202, 0xff040404, 0xff060606});
        assertThat(pixels.scaled(1).argb()).containsExactly(0xff030303);
        assertThat(pixels.scaled(2).argb()).isEqualTo(pixels.argb());
    }

    @Test
    void largerPicturesRepeatTheirPixels() {
        Pixels pixels = new Pixels(2, new int[] {1, 2, 3, 4}).scaled(2);
        assertThat(new Pixels(1, new int[] {0xff123456}).scaled(3).argb()).containsOnly(0xff123456);
        assertThat(pixels.side()).isEqualTo(2);
    }

    @Test
    void invisiblePixelsHaveNoSayInTheColour() {
        Pixels pixels = new Pixels(2, new int[] {0xffff0000, 0x0000ff00, 0x0000ff00, 0x0000ff00});
        assertThat(pixels.scaled(1).argb()).containsExactly(0x40ff0000);
        assertThat(new Pixels(2, new int[4]).scaled(1).argb()).containsExactly(0);
    }

    @Test
    void aPictureIsASquare() {
        assertThatThrownBy(() -> new Pixels(2, new int[3])).isInstanceOf(IllegalArgumentException.class);
    }

    /** What the picture of the letters AB over CD becomes, by the meaning of each value in the standard. */
    @ParameterizedTest
    @CsvSource({
        "1, ABCD", "2, BADC", "3, DCBA", "4, CDAB", "5, ACBD", "6, CADB", "7, DBCA", "8, BDAC", "0, ABCD", "9, ABCD"
    })
    void picturesAreTurnedAsTheCameraWasHeld(int value, String upright) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            byte[] jpeg = Drawings.file(Drawings.stripes(8, 8), "jpeg");
            ExifOrientation orientation = ExifOrientation.of(Drawings.withSegment(jpeg, 0xffe1, exif(value, order)));
            Pixels turned = new Pixels(2, new int[] {'A', 'B', 'C', 'D'}).turned(orientation);
            StringBuilder letters = new StringBuilder();
            for (int pixel : turned.argb()) {
                letters.append((char) pixel);
            }
            assertThat(letters).hasToString(upright);
        }
    }

    static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer exif = ByteBuffer.allocate(40).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        exif.order(order).putShort((short) 42).putInt(8);
        exif.putShort((short) 1);
        exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return exif.array();
    }

    @Test
    void nonsenseIsUpright() {
        byte[] jpeg = Drawings.file(Drawings.stripes(8, 8), "jpeg");
        byte[] exif = exif(6, ByteOrder.BIG_ENDIAN);
        assertThat(ExifOrientation.of(new byte[0])).isEqualTo(ExifOrientation.UPRIGHT);
        assertThat(ExifOrientation.of(jpeg)).isEqualTo(ExifOrientation.UPRIGHT);
        assertThat(ExifOrientation.of(Drawings.file(Drawings.stripes(8, 8), "png")))
                .isEqualTo(ExifOrientation.UPRIGHT);
        for (int cut = 0; cut < 26; cut++) {
            byte[] shorter = java.util.Arrays.copyOf(exif, cut);
            assertThat(ExifOrientation.of(Drawings.withSegment(jpeg, 0xffe1, shorter)))
                    .as("cut after %d", cut)
                    .isEqualTo(ExifOrientation.UPRIGHT);
        }
        for (int at = 6; at < 18; at++) {
            byte[] altered = exif.clone();
            altered[at] = (byte) 0xff;
            assertThat(ExifOrientation.of(Drawings.withSegment(jpeg, 0xffe1, altered)))
                    .isIn((Object[]) ExifOrientation.values());
        }
        assertThat(ExifOrientation.of(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe1, 0, 0}))
                .isEqualTo(ExifOrientation.UPRIGHT);
    }
}
