package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Secret;
import coffer.passwords.PasswordPolicy;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewPasswordsTest {
    private final SecureRandom random = new SecureRandom();
    private final Passwords hashes = new Passwords(AccountsKit.CHEAP, 2, Passwords.QUEUE, random);
    private final NewPasswords passwords = new NewPasswords(hashes, PasswordPolicy.standard(), random);

    @AfterEach
    void close() {
        hashes.close();
    }

    @Test
    void tenCharactersAreTheFewestAndAnEmojiIsOne() {
        assertThat(refusal("x".repeat(10))).isFalse();
        assertThat(refusal("x".repeat(9))).isTrue();
        assertThat(refusal("\ud83d\udd11".repeat(10))).isFalse();
        assertThat(refusal("\ud83d\udd11".repeat(9))).isTrue();
    }

    @Test
    void fourHundredSixtyNineCharactersAreTheMost() {
        assertThat(refusal("x".repeat(469))).isFalse();
        assertThat(refusal("x".repeat(470))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna.meier-x",
                "ANNA.Meier-X",
                "anna@example.org",
                "anna\u0000password",
                "anna\npassword",
                "password123",
                "Basketball"
            })
    void neitherTheNameNorControlCharactersNorCommonOnesAreAPassword(String text) {
        assertThat(refusal(text)).isTrue();
    }

    @Test
    void aGeneratedPasswordObeysTheRulesAndIsAnotherEachTime() {
        try (Secret one = passwords.generate();
                Secret two = passwords.generate()) {
            assertThat(passwords.refusal(one)).isEmpty();
            assertThat(one).isNotEqualTo(two);
        }
    }

    private boolean refusal(String text) {
        try (Secret secret = Secret.of(text)) {
            return passwords.refusal(secret, "anna.meier-x", "anna@example.org").isPresent();
        }
    }
}
