package coffer.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Secret;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void theStandardIsTenCharactersNoneOfThemCommon() {
        PasswordPolicy standard = PasswordPolicy.standard();
        assertThat(standard.rules()).isEqualTo(new PasswordRules(10, true, false, false, false));
        assertThat(standard.breached()).isEmpty();
    }

    @Test
    void theFewestCharactersAreCountedAsPeopleCount() {
        String key = "\ud83d\udd11";
        assertThat(refusal("12", key.repeat(12))).isEmpty();
        assertThat(refusal("12", key.repeat(11))).contains("A password has at least 12 characters.");
        assertThat(refusal("8", "x".repeat(8))).isEmpty();
        assertThat(refusal("8", "x".repeat(7))).contains("A password has at least 8 characters.");
    }

    @Test
    void theMostCharactersAreThoseOfOtherServers() {
        assertThat(refusal("8", "x".repeat(469))).isEmpty();
        assertThat(refusal("8", "x".repeat(470))).contains("A password has at most 469 characters.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no\ttabulator", "no\u0000zero byte", "no\u202eturned text"})
    void whatCannotBeTypedIntoALineIsNoPassword(String text) {
        assertThat(refusal("8", text)).contains("A password holds no control characters.");
    }

    @Test
    void halfACharacterIsNoPassword() {
        assertThat(refusal("8", "half a \ud83d pair")).contains("A password holds no control characters.");
    }

    @ParameterizedTest
    @CsvSource({
        "'8,digit', lettersonly, letters0nly",
        "'8,digit', lettersonly, letters٣only",
        "'8,special', letters0nly, letters only",
        "'8,special', Straßenbahn, Straßen-bahn",
        "'8,mixed-case', lettersonly, lettersOnly",
        "'8,mixed-case', LETTERSONLY, LETTERSoNLY",
        "'8,mixed-case', übergröße, Übergröße"
    })
    void eachKindThatIsAskedForMustBeThere(String rules, String without, String with) {
        assertThat(refusal(rules, without)).get().asString().startsWith("A password needs at least one");
        assertThat(refusal(rules, with)).isEmpty();
        assertThat(refusal("8", without)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "PassWord", "1234567890", "qwertyuiop", "Christopher"})
    void commonOnesAreRefusedInWhateverLetterCase(String text) {
        assertThat(refusal("8,uncommon", text)).contains("The password is among the most common ones.");
        assertThat(refusal("8", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"password!!", "passwor d", "correct horse battery staple"})
    void whatIsOnlyLikeACommonOnePasses(String text) {
        assertThat(refusal("8,uncommon", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "10,uncommon", "20,digit", "64,uncommon,digit,special,mixed-case"})
    void whatIsMadeUpPassesIsLongEnoughAndAnotherEachTime(String rules) {
        PasswordPolicy policy = policy(rules);
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            try (Secret secret = policy.generate(random)) {
                assertThat(policy.check(secret)).isEmpty();
                assertThat(secret.length()).isEqualTo(rules.startsWith("64") ? 64 : PasswordPolicy.GENERATED_LENGTH);
                made.add(new String(secret.reveal()));
            }
        }
        assertThat(made).hasSize(500).allSatisfy(text -> assertThat(text).doesNotContainPattern("[lIoO01|`'\"\\s]"));
    }

    private static PasswordPolicy policy(String rules) {
        return new PasswordPolicy(PasswordRules.parse(rules), Optional.empty());
    }

    private static Optional<String> refusal(String rules, String text) {
        try (Secret secret = Secret.of(text)) {
            return policy(rules).check(secret);
        }
    }
}
