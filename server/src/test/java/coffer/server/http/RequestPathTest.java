package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever way a client escapes a name, it arrives as itself; whatever bytes arrive, they never name another place. */
class RequestPathTest {
    private static final long SEED = 20261122;
    private static final int ROUNDS = 5_000;

    @Test
    void everyEscapingOfANameIsThatName() {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            List<String> names = new ArrayList<>();
            StringBuilder raw = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String name = name(random);
                names.add(name);
                raw.append('/').append(escaped(name, random));
            }
            boolean slash = random.nextBoolean();

            RequestPath path = RequestPath.parse(raw + (slash ? "/" : ""));

            assertThat(path.segments()).as(raw + " (seed " + SEED + ")").isEqualTo(names);
            assertThat(path.trailingSlash()).isEqualTo(slash);
        }
    }

    @Test
    void noBytesMakeASegmentThatIsNoName() {
        Random random = new Random(SEED);
        String alphabet = "abAB019%%%%..//\\;:+~2eEfFcC";
        for (int round = 0; round < 20 * ROUNDS; round++) {
            StringBuilder raw = new StringBuilder("/");
            for (int i = random.nextInt(12); i > 0; i--) {
                raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(RequestPath.parse(raw.toString()).segments())
                        .as(raw + " (seed " + SEED + ")")
                        .noneMatch(segment -> segment.isEmpty()
                                || segment.equals(".")
                                || segment.equals("..")
                                || segment.contains("/")
                                || segment.contains("\\")
                                || segment.chars().anyMatch(Character::isISOControl));
            } catch (RequestRefused refused) {
                assertThat(refused.status()).isEqualTo(400);
            }
        }
    }

    @Test
    void theRootHasNoSegmentsAndATrailingSlash() {
        assertThat(RequestPath.parse("/")).isEqualTo(new RequestPath(List.of(), true));
    }

    @Test
    void whatDoesNotBeginWithASlashIsNoPath() {
        for (String raw : new String[] {"", "a", "*", "http://h/"}) {
            assertThatThrownBy(() -> RequestPath.parse(raw)).isInstanceOf(RequestRefused.class);
        }
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            int c =
                    switch (random.nextInt(4)) {
                        case 0 -> 0x20 + random.nextInt(0x5f);
                        case 1 -> 0xa0 + random.nextInt(0x700);
                        case 2 -> 0x4e00 + random.nextInt(0x100);
                        default -> 0x1f600 + random.nextInt(0x40);
                    };
            name.appendCodePoint(c == '/' || c == '\\' ? '_' : c);
        }
        String text = name.toString();
        return text.equals(".") || text.equals("..") ? "dots" : text;
    }

    private static String escaped(String name, Random random) {
        StringBuilder raw = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b < 0x7f && "%/?#\\".indexOf(b) < 0;
            if (plain && random.nextInt(3) > 0) {
                raw.append((char) b);
            } else {
                raw.append(String.format(random.nextBoolean() ? "%%%02x" : "%%%02X", b & 0xff));
            }
        }
        return raw.toString();
    }
}
