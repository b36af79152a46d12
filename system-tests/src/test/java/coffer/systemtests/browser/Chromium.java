package coffer.systemtests.browser;

import coffer.testkit.RealProgram;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, driven by Playwright, which brings no browser of its own here. Each context is a browser of its own. */
final class Chromium implements AutoCloseable {

    private static final RealProgram CHROMIUM = new RealProgram("chromium", "chromium");
    private static final double PATIENCE_MILLIS = 60_000;

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    Chromium() {
        var program = CHROMIUM.need();
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setHeadless(true)
                        .setTimeout(PATIENCE_MILLIS)
                        .setArgs(ARGUMENTS));
    }

    /** A browser that nobody has used before, without scripts. */
    Page withoutScripts() {
        return page(new Browser.NewContextOptions().setJavaScriptEnabled(false));
    }

    /** A browser that nobody has used before. */
    Page page(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.setDefaultNavigationTimeout(PATIENCE_MILLIS);
        return context.newPage();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
