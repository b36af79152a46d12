package coffer.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ObjectIdTest {
    private final SecureRandom random = new SecureRandom();

    /** The time of the example in RFC 9562, appendix A.6. */
    @Test
    void anIdInOrderBeginsWithTheTime() {
        ObjectId id = ObjectId.inOrder(0x017F22E279B0L, random);
        assertThat(id.toString()).startsWith("017f22e2-79b0-7");
        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(id.isInOrder()).isTrue();
    }

    @Test
    void laterOnesSortBehindAndTwoOfOneMomentDiffer() {
        long now = 1_795_000_000_000L;
        byte[] first = ObjectId.inOrder(now, random).bytes();
        byte[] second = ObjectId.inOrder(now + 1, random).bytes();
        assertThat(HexFormat.of().formatHex(first)).isLessThan(HexFormat.of().formatHex(second));
        assertThat(ObjectId.inOrder(now, random)).isNotEqualTo(ObjectId.inOrder(now, random));
    }

    @Test
    void aRandomOneSaysNothing() {
        ObjectId id = ObjectId.random(random);
        assertThat(id.value().version()).isEqualTo(4);
        assertThat(id.isInOrder()).isFalse();
        assertThat(ObjectId.of(id.bytes())).isEqualTo(id);
    }
}
