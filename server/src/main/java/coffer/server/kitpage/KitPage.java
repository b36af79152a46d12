package coffer.server.kitpage;

import coffer.kits.KeyShare;
import coffer.kits.KeyWords;
import coffer.kits.KitLabel;
import coffer.kits.RecoveryKit;
import coffer.kits.SealedKit;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Sheets for a safe, each a whole HTML file for A4 paper. They hold secrets: an answer that carries one is not stored by anybody ({@code
 * Cache-Control: no-store}), and its text is gone from memory only when the collector comes.
 */
public final class KitPage {
    private static final int WORDS_IN_ROW = 4;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String PROVE = """
            <h2>To prove that it works</h2>
            <p>%s to <code>./coffer storage kit rehearse</code>. Coffer opens its keys and some objects with it, changes nothing, and notes the
            day. Do so at least every 180 days, and whenever a new kit was made.</p>
            """;

    private static final String RESTORE = """
            <h2>When the root key is lost</h2>
            <p>%s to <code>./coffer storage kit open FILE</code>, and start the server with <code>--root-key FILE</code>. It takes no key whose id
            is another than the one above.</p>
            """;

    private static final String REPLACE = """
            <h2>When somebody else may have seen it</h2>
            <p>%s</p>
            """;

    private KitPage() {}

    /** The kit that a passphrase opens: as a QR code and as text. */
    public static String ofSealedKit(SealedKit kit) {
        String body = """
                <p>This sheet and its passphrase together open all files of the installation named below. Keep the sheet in a safe, away from
                the server and from its backups, and the passphrase in another place.</p>
                %s<figure>%s</figure>
                <pre>%s</pre>
                """.formatted(
                        facts(kit.label()),
                        QrDrawing.svg(kit.line(), "The recovery kit as a QR code"),
                        KitSheet.escaped(kit.text()));
        String give =
                "Give the eight lines, or what the code says, with the passphrase in <code>COFFER_USER_PASSWORD</code>,";
        return KitSheet.page(
                "Recovery kit",
                body
                        + PROVE.formatted(give)
                        + RESTORE.formatted(give)
                        + REPLACE.formatted(
                                "If both the sheet and the passphrase may be known, rotate the root key, make a new kit, and"
                                        + " destroy this one."));
    }

    /** The key itself as words, which no passphrase protects. */
    public static String ofWords(RecoveryKit kit) {
        String body = """
                <p class="warning"><strong>These %d words are the root key itself.</strong> Whoever reads them can open all files of the
                installation named below; no passphrase protects them. Keep them in a safe, away from the server and from its backups.</p>
                %s%s""".formatted(KeyWords.COUNT, facts(kit.label()), table(KeyWords.of(kit.key())));
        String give = "Give the words in their order (the first four letters of each suffice)";
        return KitSheet.page(
                "Recovery words",
                body
                        + PROVE.formatted(give)
                        + RESTORE.formatted(give)
                        + REPLACE.formatted("Rotate the root key, make a new kit, and destroy this one."));
    }

    /**
     * One share, for one holder.
     *
     * @param label of the kit whose key was shared
     */
    public static String ofShare(KeyShare share, KitLabel label) {
        String body = """
                <p class="share">Share %d of %d</p>
                <p>Any %d of the %d shares together open all files of the installation named below. Fewer tell nothing. Keep this one where
                only you find it, and do not keep two shares in one place.</p>
                %s<figure class="small">%s</figure>
                <pre>%s</pre>
                %s""".formatted(
                        share.index(),
                        share.count(),
                        share.needed(),
                        share.count(),
                        facts(label),
                        QrDrawing.svg(share.line(), "The share as a QR code"),
                        share.line(),
                        table(share.words()));
        String give = "Have %d holders give the lines of their shares".formatted(share.needed());
        return KitSheet.page(
                "Share of a root key",
                body
                        + PROVE.formatted(give)
                        + RESTORE.formatted(give)
                        + REPLACE.formatted(
                                "Tell the administrator, who makes new shares of a new root key; all old ones are destroyed."));
    }

    private static String facts(KitLabel label) {
        return """
                <table class="facts">
                <tr><th scope="row">Installation</th><td>%s</td></tr>
                <tr><th scope="row">Made</th><td>%s</td></tr>
                <tr><th scope="row">Root id</th><td><code>%s</code></td></tr>
                </table>
                """.formatted(KitSheet.escaped(label.installation()), DAY.format(label.made()), label.rootId());
    }

    /** Row by row, so that words copied from the page stay in their order. */
    private static String table(List<String> words) {
        StringBuilder table = new StringBuilder("<table class=\"words\">\n");
        for (int at = 0; at < words.size(); at++) {
            table.append(at % WORDS_IN_ROW == 0 ? "<tr>" : "")
                    .append("<td><span>")
                    .append(at + 1)
                    .append(".</span> ")
                    .append(words.get(at))
                    .append("</td>")
                    .append(at % WORDS_IN_ROW == WORDS_IN_ROW - 1 ? "</tr>\n" : "");
        }
        return table.append("</table>\n").toString();
    }
}
