package coffer.server.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** An archive with a bit of everything. */
final class Samples {
    /** An odd second, in winter: neither two seconds nor a time zone may make another of it. */
    static final Instant MODIFIED = Instant.parse("2025-12-24T18:30:07Z");

    private Samples() {}

    /** What is in it: names and texts, folders without one. */
    static Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("Docs/", "");
        entries.put("Docs/a.txt", "0123456789");
        entries.put("Docs/empty/", "");
        entries.put("Docs/nothing.txt", "");
        entries.put("Docs/Ünïcode — 日本語 🗄.txt", "text of any script: Ελλάδα");
        entries.put("Docs/" + "long name ".repeat(20) + "/", "");
        entries.put("Docs/" + "long name ".repeat(20) + "/" + "λ".repeat(120) + ".bin", "x".repeat(70_000));
        return entries;
    }

    static void write(ArchiveWriter archive) throws IOException {
        for (Map.Entry<String, String> entry : entries().entrySet()) {
            if (entry.getKey().endsWith("/")) {
                archive.folder(entry.getKey(), MODIFIED);
            } else {
                byte[] bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
                archive.file(entry.getKey(), MODIFIED, bytes.length, out -> out.write(bytes));
            }
        }
        archive.end();
    }
}
