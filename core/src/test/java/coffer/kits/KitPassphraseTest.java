package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.Secret;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KitPassphraseTest {

    @Test
    void aPassphraseHasTwelveCharactersOrMore() {
        assertThat(chosen("elevenchars")).isEmpty();
        assertThat(chosen("twelve chars")).isPresent();
        assertThat(chosen("x".repeat(KitPassphrase.CHARACTERS_MAX))).isPresent();
        assertThat(chosen("x".repeat(KitPassphrase.CHARACTERS_MAX + 1))).isEmpty();
    }

    @Test
    void charactersAreCountedAsAReaderCountsThem() {
        assertThat(chosen("u\u0308".repeat(11))).isEmpty();
        assertThat(chosen("u\u0308".repeat(12))).isPresent();
        assertThat(chosen("\ud83d\udd11".repeat(11))).isEmpty();
        assertThat(chosen("\ud83d\udd11".repeat(12))).isPresent();
    }

    @Test
    void theSameLettersAreTheSamePassphraseHoweverTheyAreTyped() {
        char[] composed = KitPassphrase.normalised(Secret.of("Z\u00fcrich"));

        assertThat(KitPassphrase.normalised(Secret.of("Zu\u0308rich"))).isEqualTo(composed);
        assertThat(KitPassphrase.normalised(Secret.of("Zurich"))).isNotEqualTo(composed);
    }

    @Test
    void aGeneratedPassphraseIsSevenWordsOfTheList() {
        SecureRandom random = new SecureRandom();
        String words = words(KitPassphrase.generated(random));

        assertThat(List.of(words.split(" ", -1)))
                .hasSize(7)
                .allMatch(word -> WordList.ENGLISH.number(word).isPresent());
        assertThat(words(KitPassphrase.generated(random))).isNotEqualTo(words);
        assertThat(chosen(words)).isPresent();
    }

    @Test
    void aClosedPassphraseIsGone() {
        KitPassphrase passphrase = Kits.passphrase();
        passphrase.close();

        assertThatThrownBy(passphrase::text).isInstanceOf(IllegalStateException.class);
    }

    private static Optional<KitPassphrase> chosen(String typed) {
        return KitPassphrase.chosen(Secret.of(typed));
    }

    private static String words(KitPassphrase passphrase) {
        return new String(passphrase.text().reveal());
    }
}
