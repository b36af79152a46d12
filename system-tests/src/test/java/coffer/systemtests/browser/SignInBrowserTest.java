package coffer.systemtests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.systemtests.DavClient;
import coffer.systemtests.ServerProcess;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A person with a keyboard lets a program in; nothing on the way needs scripts, and a stranger's browser gets nothing. */
class SignInBrowserTest {

    private static final String DEVICE = "laptop (Desktop Client - Linux)";

    @TempDir
    private static Path home;

    private static ServerProcess server;
    private static Chromium chromium;
    private static HttpClient program;

    @BeforeAll
    static void start() throws Exception {
        chromium = new Chromium();
        server = ServerProcess.start(ServerProcess.Settings.in(home.resolve("data")));
        program = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        if (program != null) {
            program.close();
        }
        if (server != null) {
            server.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static HttpResponse<String> post(URI address, String form) throws IOException, InterruptedException {
        return program.send(
                HttpRequest.newBuilder(address)
                        .header("User-Agent", DEVICE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode begin() throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(post(server.address().resolve("/index.php/login/v2"), "")
                        .body());
    }

    private static HttpResponse<String> poll(JsonNode flow) throws IOException, InterruptedException {
        var ask = flow.get("poll");
        return post(
                URI.create(ask.get("endpoint").asString()),
                "token=" + ask.get("token").asString());
    }

    private static void type(Page page, String text) {
        page.keyboard().type(text);
    }

    private static void press(Page page, String... keys) {
        for (var key : keys) {
            page.keyboard().press(key);
        }
    }

    /** The name field has the focus; Enter in the password field sends the form. */
    private static void signInByKeyboard(Page page) {
        assertThat(page.locator("#user")).isFocused();
        type(page, ServerProcess.ADMIN);
        press(page, "Tab");
        assertThat(page.locator("#password")).isFocused();
        type(page, ServerProcess.ADMIN_PASSWORD);
        press(page, "Enter");
        assertThat(page.locator("h1")).not().hasText("Sign in");
    }

    /** Goes forward until the button has the focus, as somebody does who cannot use a mouse, and presses it. */
    private static void pressButton(Page page, String name) {
        for (int step = 0; step < 30; step++) {
            var focused = page.locator("button:focus");
            if (focused.count() == 1 && focused.innerText().equals(name)) {
                press(page, "Enter");
                return;
            }
            press(page, "Tab");
        }
        throw new AssertionError("no way to the button " + name + " by keyboard:\n" + page.content());
    }

    @Test
    void aProgramIsLetInByKeyboardAloneAndWithoutScripts() throws Exception {
        var flow = begin();
        var page = chromium.withoutScripts();
        page.navigate(flow.get("login").asString());
        assertThat(page.locator("main")).containsText(DEVICE);
        signInByKeyboard(page);
        assertThat(page.locator("h1")).hasText("Connect this device?");
        assertThat(page.locator("main")).containsText("admin (admin)");
        assertThat(poll(flow).statusCode()).isEqualTo(404);

        pressButton(page, "Connect");

        assertThat(page.locator("h1")).hasText("Connected");
        var outcome = poll(flow);
        assertThat(outcome.statusCode()).isEqualTo(200);
        var credentials = JsonMapper.shared().readTree(outcome.body());
        assertThat(credentials.get("server").asString())
                .isEqualTo(server.address().toString());
        try (var dav = new DavClient(
                server.address(),
                credentials.get("loginName").asString(),
                credentials.get("appPassword").asString())) {
            assertThat(dav.list("/remote.php/dav/files/admin/", 0)).hasSize(1);
        }
        var second = poll(flow);
        assertThat(second.statusCode()).isEqualTo(404);
        assertThat(second.body()).isEqualTo("[]");
        page.context().close();
    }

    @Test
    void versionOneSendsTheBrowserToTheProgram() {
        var page = chromium.page(new Browser.NewContextOptions()
                .setJavaScriptEnabled(false)
                .setExtraHTTPHeaders(Map.of("OCS-APIRequest", "true")));
        List<String> locations = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        page.onResponse(response -> {
            var location = response.headers().get("location");
            if (location != null) {
                locations.add(location);
            }
        });
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.navigate(server.address().resolve("/index.php/login/flow").toString());
        signInByKeyboard(page);
        assertThat(page.locator("h1")).hasText("Connect this device?");

        page.waitForResponse(
                response -> response.request().method().equals("POST")
                        && response.url().endsWith("/login/v2/grant"),
                () -> pressButton(page, "Connect"));

        assertThat(locations.getLast())
                .matches("nc://login/server:" + server.address() + "&user:admin&password:[A-Za-z0-9]{72}");
        // Chromium knows no program for this scheme; what matters is that the page's policy lets it go there.
        assertThat(complaints).noneMatch(text -> text.contains("form-action"));
        page.context().close();
    }

    @Test
    void aStolenAddressGivesAnotherBrowserNothing() throws Exception {
        var flow = begin();
        var owner = chromium.withoutScripts();
        var thief = chromium.withoutScripts();
        owner.navigate(flow.get("login").asString());
        assertThat(owner.locator("#user")).isVisible();

        var stolen = thief.navigate(flow.get("login").asString());
        assertThat(stolen.status()).isEqualTo(403);
        assertThat(thief.locator("main")).containsText("no longer valid");
        thief.navigate(server.address().resolve("/login").toString());
        signInByKeyboard(thief);
        assertThat(thief.navigate(flow.get("login").asString()).status()).isEqualTo(403);
        assertThat(thief.navigate(owner.url().replace("/login?", "/login/v2/grant?"))
                        .status())
                .isEqualTo(403);
        assertThat(poll(flow).statusCode()).isEqualTo(404);
        owner.context().close();
        thief.context().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/login", "/settings/user/security", "/login/v2/flow/unknown"})
    void pagesFitAPhoneAndComeInLightAndDark(String path) {
        var page = chromium.page(new Browser.NewContextOptions().setViewportSize(360, 740));
        page.navigate(server.address().resolve("/login").toString());
        signInByKeyboard(page);
        if (path.equals("/login")) {
            page.context().clearCookies();
        }
        List<String> errors = new ArrayList<>();
        page.onConsoleMessage(message -> errors.add(message.text()));

        var answer = page.navigate(server.address().resolve(path).toString());

        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        var light = page.evaluate("getComputedStyle(document.body).backgroundColor");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(light);
        // The browser complains of every page that is answered with an error, and of whatever the policy forbids.
        assertThat(errors).hasSize(answer.ok() ? 0 : 1);
        page.context().close();
    }
}
