package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlBufferTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final XmlBuffer buffer = new XmlBuffer(out);

    /** Sizes around those at which the buffer grows, is full, or is passed by. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2_047, 2_048, 2_049, 8_191, 8_193, 32_767, 32_768, 32_769, 100_000})
    void piecesOfAnySizeArriveWholeAndInOrder(int size) throws IOException {
        String piece = "abcdefghij".repeat(size / 10 + 1).substring(0, size);

        buffer.raw('<')
                .raw(piece)
                .raw(XmlBuffer.bytes(piece))
                .text(piece)
                .raw('>')
                .finish();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("<" + piece.repeat(3) + ">");
        assertThat(buffer.written()).isEqualTo(3L * size + 2);
    }

    @Test
    void manyPiecesArriveWholeAndInOrder() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            String piece = Integer.toString(i).repeat(random.nextInt(40));
            expected.append(piece).append(i);
            buffer.raw(piece).number(i);
        }
        buffer.finish();
        assertThat(out.toString(StandardCharsets.UTF_8)).as("seed %s", seed).isEqualTo(expected.toString());
    }

    @Test
    void lettersBeyondAsciiAreUtf8WhetherRawOrText() throws IOException {
        buffer.raw("ä€😀").text("ä€😀<").finish();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ä€😀ä€😀&lt;");
    }

    @Test
    void numbersHaveTheirDigitsAndNoOthers() throws IOException {
        buffer.number(0).raw(' ').number(-7).raw(' ').number(Long.MAX_VALUE).raw(' ');
        buffer.number(42, 8)
                .raw(' ')
                .number(123_456_789, 8)
                .raw(' ')
                .number(0, 1)
                .raw(' ');
        buffer.hex(0).raw(' ').hex(-1).raw(' ').hex(0x0123456789abcdefL).finish();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "0 -7 9223372036854775807 00000042 123456789 0 0000000000000000 ffffffffffffffff 0123456789abcdef");
    }
}
