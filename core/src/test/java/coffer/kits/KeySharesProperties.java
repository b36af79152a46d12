package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the key and the numbers: any shares that suffice give it, in any order, from words and lines alike; fewer never do. */
final class KeySharesProperties {

    @Property(tries = 300)
    void sharesThatSufficeGiveTheKey(
            @ForAll @Size(ExportedRootKey.BYTES) byte[] bytes,
            @ForAll @IntRange(min = KeyShare.NEEDED_MIN, max = KeyShare.COUNT_MAX) int one,
            @ForAll @IntRange(min = KeyShare.NEEDED_MIN, max = KeyShare.COUNT_MAX) int other,
            @ForAll long seed) {
        int needed = Math.min(one, other);
        int count = Math.max(one, other);
        Random random = new Random(seed);
        ExportedRootKey key = ExportedRootKey.of(bytes, Kits::rootId);

        List<KeyShare> shares = new ArrayList<>(KeyShares.split(key, needed, count, new SecureRandom()).stream()
                .map(share -> random.nextBoolean() ? share.line() : String.join(" ", share.words()))
                .map(written -> Kits.value(KeyShare.read(written)))
                .toList());
        Collections.shuffle(shares, random);
        int given = needed + random.nextInt(count - needed + 1);

        assertThat(KeyShares.combine(shares.subList(0, given), Kits::rootId))
                .isEqualTo(new KeyShares.Combined.Key(key));
        assertThat(KeyShares.combine(shares.subList(0, needed - 1), Kits::rootId))
                .isEqualTo(new KeyShares.Combined.TooFew(needed - 1, needed));
    }
}
