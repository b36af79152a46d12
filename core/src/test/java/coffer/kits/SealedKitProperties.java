package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever the key, the label and the passphrase: what was sealed is opened, from either form, and by that passphrase alone. */
final class SealedKitProperties {
    private static final long LAST_SECOND = 253_402_300_799L;

    @Provide
    Arbitrary<String> installations() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .ofMinLength(1)
                .ofMaxLength(KitLabel.INSTALLATION_CHARS_MAX)
                .filter(text -> text.strip().equals(text));
    }

    @Provide
    Arbitrary<String> passphrases() {
        Arbitrary<String> any = Arbitraries.strings().all().ofMinLength(40).ofMaxLength(60);
        Arbitrary<String> letters = Arbitraries.strings()
                .withChars("aeu\u0308\u00e4\u00fc\u0301 \u1e69\u0323\u0307s")
                .ofMinLength(40)
                .ofMaxLength(60);
        return Arbitraries.oneOf(any, letters);
    }

    @Property(tries = 12)
    void whatWasSealedIsOpened(
            @ForAll @Size(ExportedRootKey.BYTES) byte[] bytes,
            @ForAll @LongRange(min = 0, max = LAST_SECOND) long madeSeconds,
            @ForAll("installations") String installation,
            @ForAll("passphrases") String typed) {
        RecoveryKit kit = new RecoveryKit(
                ExportedRootKey.of(bytes, Kits::rootId), Instant.ofEpochSecond(madeSeconds), installation);
        KitPassphrase passphrase = KitPassphrase.chosen(Secret.of(typed)).orElseThrow();

        SealedKit sealed = SealedKit.seal(kit, passphrase, SealedKit.ITERATIONS_MIN, new SecureRandom());

        assertThat(Kits.whole(sealed.line()).text()).isEqualTo(sealed.text());
        assertThat(Kits.opened(Kits.whole(sealed.text()), typed)).isEqualTo(kit);
        assertThat(sealed.open(Secret.of(typed + "x"), Kits::rootId)).isEqualTo(new SealedKit.Opened.WrongPassphrase());
    }
}
