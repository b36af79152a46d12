package coffer.server.kitpage;

/** The frame of every sheet: one file, light, for A4 paper, without scripts and without anything from elsewhere. */
final class KitSheet {
    private static final String STYLE = """
            :root { color-scheme: light; }
            @page { size: A4; margin: 15mm; }
            * { box-sizing: border-box; }
            body { max-width: 186mm; margin: 6mm auto; padding: 0 3mm; background: #fff; color: #1d2423;
              font: 10.5pt/1.4 system-ui, "Liberation Sans", Arial, sans-serif; }
            h1 { margin: 0 0 2mm; font-size: 19pt; }
            h2 { margin: 3mm 0 0.5mm; font-size: 11.5pt; }
            p { margin: 0 0 2.5mm; }
            table { border-collapse: collapse; margin: 0 0 3mm; }
            .facts th { padding: 0.3mm 6mm 0.3mm 0; font-weight: normal; text-align: left; color: #57615f; }
            .facts td { padding: 0.3mm 0; overflow-wrap: anywhere; }
            .words { width: 100%; table-layout: fixed; font: 12pt/1.3 ui-monospace, "Liberation Mono", monospace; }
            .words td { padding: 1.4mm 2mm; border: 0.25mm solid #8a9391; }
            .words span { display: inline-block; min-width: 2.2em; color: #57615f; font-size: 9pt; }
            figure { width: 88mm; margin: 0 auto 2mm; }
            figure.small { width: 52mm; }
            svg { display: block; width: 100%; height: auto; }
            pre { margin: 0 0 3mm; padding: 2mm 3mm; border: 0.25mm solid #8a9391; white-space: pre-wrap; word-break: break-all;
              font: 9.5pt/1.35 ui-monospace, "Liberation Mono", monospace; }
            .warning { padding: 2mm 3mm; border: 0.5mm solid #9b1c1c; }
            .share { font-size: 15pt; font-weight: bold; }
            figure, pre, tr, .warning { break-inside: avoid; }
            h2 { break-after: avoid; }
            @media print { body { max-width: none; margin: 0; padding: 0; } }
            """;

    private KitSheet() {}

    /**
     * A whole page.
     *
     * @param title plain words
     * @param body elements, in which everything that came from elsewhere is {@link #escaped}
     */
    static String page(String title, String body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="robots" content="noindex"/>
                <meta name="referrer" content="no-referrer"/>
                <title>Coffer: %1$s</title>
                <style>
                %2$s</style>
                </head>
                <body>
                <h1>Coffer: %1$s</h1>
                %3$s</body>
                </html>
                """.formatted(title, STYLE, body);
    }

    /** A text as content of an element. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
