package coffer.server.kitpage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import coffer.base.Secret;
import coffer.kits.ExportedRootKey;
import coffer.kits.KeyShare;
import coffer.kits.KeyShares;
import coffer.kits.KeyWords;
import coffer.kits.KitLabel;
import coffer.kits.KitPassphrase;
import coffer.kits.RecoveryKit;
import coffer.kits.SealedKit;
import coffer.kits.WordsRead;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class KitPageTest {
    private static final int PIXELS_PER_MODULE = 4;
    private static final int WHITE = 0xffffff;
    private static final Pattern RUN = Pattern.compile("M(\\d+),(\\d+)h(\\d+)v1h-\\d+z");
    private static final Pattern WORD_CELL = Pattern.compile("<td><span>(\\d+\\.)</span> ([a-z]+)</td>");
    private static final UUID ROOT = UUID.fromString("edc5eb52-24ed-06b2-7059-bbdf2844dbea");
    private static final Instant MADE = Instant.parse("2026-11-22T10:00:00Z");
    private static final String ODD = "<script>alert(\"1\")</script>&amp;'";

    @Test
    void theCodeOfTheKitIsReadBackAsTheSameKit() throws Exception {
        SealedKit kit = sealedKit();

        assertThat(decoded(KitPage.ofSealedKit(kit))).isEqualTo(kit.line());
        assertThat(whole(decoded(KitPage.ofSealedKit(kit))).text()).isEqualTo(kit.text());
    }

    @Test
    void theLongestKitStillHasACodeThatIsRead() throws Exception {
        SealedKit kit = SealedKit.seal(
                kit("x".repeat(KitLabel.INSTALLATION_CHARS_MAX)),
                KitPassphrase.chosen(Secret.of("correct horse battery staple")).orElseThrow(),
                new SecureRandom());

        assertThat(decoded(KitPage.ofSealedKit(kit))).isEqualTo(kit.line());
    }

    @Test
    void theTextOfTheKitCanBeCopiedFromThePage() {
        SealedKit kit = sealedKit();
        String page = KitPage.ofSealedKit(kit);

        assertThat(whole(between(page, "<pre>", "</pre>")).text()).isEqualTo(kit.text());
    }

    @Test
    void theWordsStandInTheirOrderWithTheirNumbers() {
        String page = KitPage.ofWords(kit("https://cloud.example.org"));
        String copied = words(page);

        assertThat(copied).startsWith("1. ").contains("\n24. ").doesNotContain("25.");
        assertThat(KeyWords.read(copied, _ -> ROOT)).isEqualTo(new WordsRead.Whole<>(key()));
        assertThat(page).contains("no passphrase protects them").doesNotContain("<svg");
    }

    @Test
    void aShareSaysWhichItIsAndIsReadBackInAllItsForms() throws Exception {
        KeyShare share = KeyShares.split(key(), 3, 5, new SecureRandom()).get(1);
        String page = KitPage.ofShare(share, kit("https://cloud.example.org").label());

        assertThat(page).contains("Share 2 of 5").contains("Any 3 of the 5 shares");
        for (String written : List.of(decoded(page), between(page, "<pre>", "</pre>"), words(page))) {
            assertThat(KeyShare.read(written)).isEqualTo(new WordsRead.Whole<>(share));
        }
    }

    @Test
    void everyPageSaysWhatItBelongsTo() {
        for (String page : pages("https://cloud.example.org")) {
            assertThat(page)
                    .contains("https://cloud.example.org", "22 November 2026, 10:00 UTC", ROOT.toString(), "180 days");
        }
    }

    @Test
    void noPageNeedsAnythingFromElsewhere() {
        for (String page : pages("cloud")) {
            assertThat(page)
                    .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
                    .doesNotContain("<script", "<link", "<img", "src=", "href=", "url(", "@import");
            assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://", "https://");
        }
    }

    @Test
    void theNameOfTheInstallationIsOnlyText() throws Exception {
        for (String page : pages(ODD)) {
            assertThat(page).doesNotContain("<script");
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(page.substring(page.indexOf("<html")))));
            assertThat(document.getElementsByTagName("td").item(0).getTextContent())
                    .isEqualTo(ODD);
        }
    }

    @Test
    void whatNoCodeHoldsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QrDrawing.svg("A".repeat(4_000), "too long"))
                .withMessageContaining("4000 characters");
    }

    private static List<String> pages(String installation) {
        RecoveryKit kit = kit(installation);
        KeyShare share = KeyShares.split(key(), 2, 3, new SecureRandom()).getFirst();
        return List.of(KitPage.ofWords(kit), KitPage.ofShare(share, kit.label()), KitPage.ofSealedKit(sealed(kit)));
    }

    private static SealedKit sealed(RecoveryKit kit) {
        return SealedKit.seal(kit, KitPassphrase.generated(new SecureRandom()), new SecureRandom());
    }

    /** The kit of the vectors. */
    private static SealedKit sealedKit() {
        try (var file =
                Objects.requireNonNull(KitPageTest.class.getResourceAsStream("/coffer/kits/vectors/kit.txt"), "kit")) {
            return whole(new String(file.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SealedKit whole(String text) {
        assertThat(SealedKit.read(text)).isInstanceOf(SealedKit.Read.Whole.class);
        return ((SealedKit.Read.Whole) SealedKit.read(text)).kit();
    }

    private static RecoveryKit kit(String installation) {
        return new RecoveryKit(key(), MADE, installation);
    }

    private static ExportedRootKey key() {
        byte[] key = new byte[ExportedRootKey.BYTES];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (0x60 + i);
        }
        return ExportedRootKey.of(key, _ -> ROOT);
    }

    /** The table of words as a person copies it. */
    private static String words(String page) {
        return WORD_CELL
                .matcher(page)
                .results()
                .map(cell -> cell.group(1) + " " + cell.group(2))
                .collect(Collectors.joining("\n"));
    }

    private static String between(String page, String from, String to) {
        int start = page.indexOf(from) + from.length();
        return page.substring(start, page.indexOf(to, start));
    }

    /**
     * What a reader reads from the drawing, seen as pixels. It is told that the picture holds nothing else: its search for a code in a
     * photograph misses some hundredth of all codes in a single picture, which a telephone makes good by the next one.
     */
    private static String decoded(String page) throws Exception {
        int modules = Integer.parseInt(between(page, "viewBox=\"0 0 ", " "));
        int side = modules * PIXELS_PER_MODULE;
        int[] pixels = new int[side * side];
        Arrays.fill(pixels, WHITE);
        Matcher run = RUN.matcher(between(page, "fill=\"#000\" d=\"", "\""));
        while (run.find()) {
            int from = Integer.parseInt(run.group(1)) * PIXELS_PER_MODULE;
            int to = from + Integer.parseInt(run.group(3)) * PIXELS_PER_MODULE;
            int top = Integer.parseInt(run.group(2)) * PIXELS_PER_MODULE;
            for (int y = top; y < top + PIXELS_PER_MODULE; y++) {
                Arrays.fill(pixels, y * side + from, y * side + to, 0);
            }
        }
        RGBLuminanceSource picture = new RGBLuminanceSource(side, side, pixels);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(picture)), Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }
}
