package coffer.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Made-up contents, and the comparison that must not let a wrong byte pass. */
class ContentTest {

    private static final int MIB = 1 << 20;

    private static byte[] bytes(Content content) {
        var all = ByteBuffer.allocate((int) content.sizeBytes());
        while (all.hasRemaining()) {
            all.put(content.from(all.position()));
        }
        return all.array();
    }

    private static void compare(Content expected, byte[] came, int pieceBytes) throws IOException {
        var compare = new BodySink.Compare(expected);
        for (int at = 0; at < came.length; at += pieceBytes) {
            compare.accept(ByteBuffer.wrap(came, at, Math.min(pieceBytes, came.length - at)));
        }
        compare.finish();
    }

    @Test
    void seedAndSizeNameTheContent() {
        assertThat(bytes(new Pattern(3, 3 * MIB + 17))).isEqualTo(bytes(new Pattern(3, 3 * MIB + 17)));
        assertThat(bytes(new Pattern(3, 4096))).isNotEqualTo(bytes(new Pattern(4, 4096)));
    }

    @Test
    void eachMebibyteIsAnother() {
        var whole = new Pattern(5, 2 * MIB);

        assertThat(bytes(whole.part(0, MIB))).isNotEqualTo(bytes(whole.part(MIB, MIB)));
    }

    @Test
    void partsMakeTheWhole() throws IOException {
        var whole = new Pattern(6, 3 * MIB + 17);
        var cut = MIB + MIB / 2;
        var joined = ByteBuffer.allocate(3 * MIB + 17)
                .put(bytes(whole.part(0, cut)))
                .put(bytes(whole.part(cut, whole.sizeBytes() - cut)));

        compare(whole, joined.array(), 100_000);
    }

    @Test
    void oneWrongByteShows() {
        var content = new Pattern(7, 2 * MIB);
        var wrong = bytes(content);
        wrong[MIB + 5] ^= 1;

        assertThatThrownBy(() -> compare(content, wrong, 65_536))
                .isInstanceOf(WrongAnswer.class)
                .hasMessageContaining("at " + (MIB + 5));
    }

    @Test
    void tooLittleAndTooMuchShow() {
        var content = new Pattern(8, 1000);
        var longer = bytes(new Pattern(8, 1001));

        assertThatThrownBy(() -> compare(content, longer, 64)).isInstanceOf(WrongAnswer.class);
        assertThatThrownBy(() -> compare(new Pattern(8, 1001), bytes(content), 64))
                .isInstanceOf(WrongAnswer.class);
        assertThatCode(() -> compare(content, bytes(content), 64)).doesNotThrowAnyException();
    }
}
