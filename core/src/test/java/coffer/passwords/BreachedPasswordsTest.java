package coffer.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import coffer.base.Secret;
import coffer.passwords.BreachedPasswords.WhenMissing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BreachedPasswordsTest {
    private static final String KNOWN = "The password has become known";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("pwned.txt");
    }

    /** Counts of one to nine digits make lines of nine lengths. */
    @ParameterizedTest
    @CsvSource({"1, '\n'", "2, '\r\n'", "3, '\n'", "100, '\r\n'", "999, '\n'"})
    void everyPasswordOfALineIsFoundAndNoOther(int count, String lineEnd) throws IOException {
        write(lines(hashes(count), lineEnd) + lineEnd);
        assertFound(count);
        write(lines(hashes(count), lineEnd));
        assertFound(count);
        write(lines(hashes(count), lineEnd).toLowerCase(Locale.ROOT));
        assertFound(count);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 999})
    void everyPackedPasswordIsFoundAndNoOther(int count) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        hashes(count).forEach(hash -> packed.writeBytes(HexFormat.of().parseHex(hash)));
        Files.write(file, packed.toByteArray());
        assertFound(count);
    }

    @Test
    void aPaddingLineIsNoBreach() throws IOException {
        write(sha1("padded") + ":0\n");
        assertThat(refusal(WhenMissing.BLOCK, "padded")).isEmpty();
        write(sha1("padded") + ":1\n");
        assertThat(refusal(WhenMissing.BLOCK, "padded")).get().asString().startsWith(KNOWN);
    }

    @Test
    void letterCaseAndLettersBeyondAsciiAreHashedAsTyped() throws IOException {
        write(sha1("Größe") + ":7\n");
        assertThat(refusal(WhenMissing.BLOCK, "Größe")).isPresent();
        assertThat(refusal(WhenMissing.BLOCK, "größe")).isEmpty();
    }

    @Test
    void aNewListIsUsedWithoutARestart() throws IOException {
        BreachedPasswords list = new BreachedPasswords(file, WhenMissing.BLOCK);
        assertThat(refusal(list, "old")).get().asString().contains("No password can be set now");
        write(sha1("new") + ":1\n");
        assertThat(refusal(list, "old")).isEmpty();
        assertThat(refusal(list, "new")).get().asString().startsWith(KNOWN);
    }

    @ParameterizedTest
    @EnumSource(WhenMissing.class)
    void whileTheFileIsMissingTheOperatorsChoiceHolds(WhenMissing choice) {
        assertThat(refusal(choice, "anything").isPresent()).isEqualTo(choice == WhenMissing.BLOCK);
        assertThat(new BreachedPasswords(file, choice).fault().isPresent()).isEqualTo(choice != WhenMissing.OFF);
    }

    @Test
    void atTheStartAGoodFileHasNoFaultAndABadOneIsNamed() throws IOException {
        write(lines(hashes(10), "\n"));
        assertThat(new BreachedPasswords(file, WhenMissing.BLOCK).fault()).isEmpty();
        write("");
        assertThat(new BreachedPasswords(file, WhenMissing.BLOCK).fault())
                .get()
                .asString()
                .contains(file.toString(), "are refused");
        assertThat(new BreachedPasswords(file, WhenMissing.WARN).fault())
                .get()
                .asString()
                .contains("are accepted without it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no list", "0123456789012345678"})
    void whatIsNoListIsRefusedWhenItIsOpened(String text) throws IOException {
        write(text);
        assertThatIOException().isThrownBy(() -> HashFile.open(file)).withMessageContaining("neither");
        assertThat(refusal(WhenMissing.BLOCK, "anything")).isPresent();
    }

    /** The public list exists in the order of counts too; a search in it would find nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aListInAnotherOrderIsNoList(String lineEnd) throws IOException {
        write(lines(hashes(50).reversed(), lineEnd));
        try (HashFile hashes = HashFile.open(file)) {
            assertThatIOException()
                    .isThrownBy(() -> hashes.contains(new byte[HashFile.HASH_BYTES]))
                    .withMessageContaining("ascending");
        }
        assertThat(refusal(WhenMissing.BLOCK, "anything")).isPresent();
        assertThat(refusal(WhenMissing.WARN, "anything")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {":", ":x", ":-1", ": 1", ":1234567890123456789", "", ";1"})
    void aLineThatIsNoneIsNamedByItsPlace(String ending) throws IOException {
        write(sha1("first") + ":1\n" + "f".repeat(40) + ending + "\n");
        try (HashFile hashes = HashFile.open(file)) {
            byte[] last = new byte[HashFile.HASH_BYTES];
            Arrays.fill(last, (byte) 0xfe);
            assertThatIOException()
                    .isThrownBy(() -> hashes.contains(last))
                    .withMessage("no line HASH:COUNT at byte 43");
        }
    }

    @Test
    void theLongestCountIsRead() throws IOException {
        write(sha1("often") + ":" + "9".repeat(18) + "\r\n");
        assertThat(refusal(WhenMissing.OFF, "often")).isPresent();
    }

    @Test
    void theChoiceHasThreeNames() {
        for (WhenMissing choice : WhenMissing.values()) {
            assertThat(WhenMissing.parse(choice.text())).isEqualTo(choice);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WhenMissing.parse("BLOCK"))
                .withMessage("block, warn or off is expected");
    }

    private void assertFound(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(refusal(WhenMissing.BLOCK, "password " + i))
                    .get()
                    .asString()
                    .startsWith(KNOWN);
            assertThat(refusal(WhenMissing.BLOCK, "another " + i)).isEmpty();
        }
    }

    private static List<String> hashes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> sha1("password " + i))
                .sorted()
                .toList();
    }

    private static String lines(List<String> hashes, String lineEnd) {
        return hashes.stream()
                .map(hash -> hash + ":" + "123456789".substring(hash.charAt(0) % 9))
                .collect(Collectors.joining(lineEnd));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private Optional<String> refusal(WhenMissing choice, String password) {
        return refusal(new BreachedPasswords(file, choice), password);
    }

    private static Optional<String> refusal(BreachedPasswords list, String password) {
        try (Secret secret = Secret.of(password)) {
            return list.refusal(secret);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
