package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.IssueResult;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.Origin;
import coffer.files.Conditions;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.history.History;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a file's owner reads of its history, and what everybody else does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryProtocolTest {
    private OcsServer server;
    private String anna;
    private String root;
    private View home;
    private FileId file;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = new OcsServer(directory);
        anna = server.appPassword("anna");
        root = server.appPassword("root");
        Account account = server.accounts.accounts().byUid("anna").orElseThrow();
        IssueResult.Issued laptop = (IssueResult.Issued)
                server.accounts.appPasswords().issue(Actor.operator("test"), account.id(), "anna", "laptop <1>");
        laptop.secret().close();
        home = home(account, laptop.id(), "");
        file = server.tree.put(home, "plan.txt", "one").id();
        server.tree.put(home(account, null, "Firefox"), "plan.txt", "three");
        server.tree.files.move(home, TreeKit.path("plan.txt"), TreeKit.path("Grüße & co.txt"), false, Conditions.NONE);
        server.history.catchUp();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theOwnerReadsItNewestFirst() throws IOException {
        JsonNode data = OcsServer.data(server.get(anna, path(file) + "?format=json"));

        assertThat(data.get("fileId").longValue()).isEqualTo(file.value());
        assertThat(data.get("cursor").stringValue()).isEmpty();
        assertThat(data.get("entries")).hasSize(3);
        JsonNode moved = data.get("entries").get(0);
        assertThat(moved.get("cursor").stringValue()).matches("1\\.0\\.\\d+");
        assertThat(moved.get("time").stringValue()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(moved.get("act").stringValue()).isEqualTo("moved");
        assertThat(moved.get("actor").toString()).isEqualTo("{\"kind\":\"user\",\"id\":\"anna\"}");
        assertThat(moved.get("device").toString()).isEqualTo("{\"kind\":\"app-password\",\"name\":\"laptop <1>\"}");
        assertThat(moved.get("pathBefore").stringValue()).isEqualTo("/plan.txt");
        assertThat(moved.get("pathAfter").stringValue()).isEqualTo("/Grüße & co.txt");
        assertThat(moved.get("sizeBefore").isNull()).isTrue();
        JsonNode changed = data.get("entries").get(1);
        assertThat(changed.get("device").toString()).isEqualTo("{\"kind\":\"program\",\"name\":\"Firefox\"}");
        assertThat(changed.get("sizeBefore").longValue()).isEqualTo(3);
        assertThat(changed.get("sizeAfter").longValue()).isEqualTo(5);
        assertThat(data.get("entries").get(2).get("act").stringValue()).isEqualTo("created");
    }

    @Test
    void inXmlTheSameStandsInElements() throws IOException {
        String text = server.get(anna, path(file)).text();

        assertThat(text)
                .contains(
                        "<statuscode>200</statuscode>",
                        "<fileId>" + file.value() + "</fileId><entries><element><cursor>1.0.",
                        "<act>moved</act><actor><kind>user</kind><id>anna</id></actor>",
                        "<name>laptop &lt;1&gt;</name>",
                        "<pathAfter>/Grüße &amp; co.txt</pathAfter><sizeBefore></sizeBefore>");
    }

    @Test
    void pagesFollowEachOther() throws IOException {
        List<String> acts = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            Answer answer = server.get(anna, path(file) + "?format=json&limit=2&cursor=" + cursor);
            OcsServer.data(answer)
                    .get("entries")
                    .forEach(entry -> acts.add(entry.get("act").stringValue()));
            cursor = OcsServer.data(answer).get("cursor").stringValue();
            pages++;
        } while (!cursor.isEmpty());

        assertThat(acts).containsExactly("moved", "changed", "created");
        assertThat(pages).isEqualTo(2);
    }

    @Test
    void theLimitHasTwoEdges() throws IOException {
        assertThat(entries("limit=1")).isEqualTo(1);
        assertThat(entries("limit=" + History.PAGE_MAX)).isEqualTo(3);
        assertThat(entries("limit=" + (History.PAGE_MAX + 1))).isEqualTo(3);
        assertThat(server.get(anna, path(file) + "?format=json&limit=0").status())
                .isEqualTo(400);
        assertThat(server.get(anna, path(file) + "?format=json&limit=many").status())
                .isEqualTo(400);
    }

    @Test
    void withoutALimitThereAreFiftyToAPage() throws IOException {
        FileId busy = server.tree.put(home, "busy.txt", "").id();
        for (int i = 0; i < HistoryCalls.LIMIT_DEFAULT; i++) {
            server.tree.put(home, "busy.txt", "x");
        }
        server.history.catchUp();

        JsonNode data = OcsServer.data(server.get(anna, path(busy) + "?format=json"));

        assertThat(data.get("entries")).hasSize(50);
        assertThat(data.get("cursor").stringValue()).isNotEmpty();
    }

    @Test
    void anOddCursorIsRefused() throws IOException {
        for (String odd : List.of("x", "1.2", "1.0.99999999999999999999", "-1.0.1")) {
            assertThat(server.get(anna, path(file) + "?format=json&cursor=" + odd)
                            .status())
                    .as(odd)
                    .isEqualTo(400);
        }
    }

    @Test
    void whoDoesNotSeeTheFileGetsTheAnswerOfAMissingOne() throws IOException {
        Answer missing = server.get(anna, path(new FileId(999_999_999)) + "?format=json");

        assertThat(missing.status()).isEqualTo(404);
        assertThat(OcsServer.code(missing)).isEqualTo(404);
        assertThat(server.get(root, path(file) + "?format=json").text()).isEqualTo(missing.text());
        for (String odd : List.of("plan.txt", "-1", "99999999999999999999", "%C3%BC")) {
            Answer answer = server.get(anna, "/ocs/v2.php/apps/coffer/api/v1/files/" + odd + "/history?format=json");
            assertThat(answer.text()).as(odd).isEqualTo(missing.text());
        }
        Answer inVersion1 =
                server.get(root, "/ocs/v1.php/apps/coffer/api/v1/files/" + file.value() + "/history?format=json");
        assertThat(inVersion1.status()).isEqualTo(200);
        assertThat(OcsServer.code(inVersion1)).isEqualTo(404);
    }

    @Test
    void nobodyReadsAnythingWithoutSigningIn() throws IOException {
        Answer answer = server.get(null, path(file) + "?format=json");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).doesNotContain("plan.txt");
    }

    @Test
    void itIsOnlyRead() throws IOException {
        assertThat(server.send("DELETE", anna, path(file), "").status()).isEqualTo(405);
        assertThat(server.get(anna, path(file) + "/more?format=json").status()).isEqualTo(404);
    }

    private int entries(String query) throws IOException {
        return OcsServer.data(server.get(anna, path(file) + "?format=json&" + query))
                .get("entries")
                .size();
    }

    private View home(Account account, @Nullable Long appPassword, String agent) {
        Origin origin = new Origin("192.0.2.1", agent, "request", "PUT", "/test");
        return server.tree.files.spaces().home(Actor.user(account.id(), account.uid(), appPassword, origin), account);
    }

    private static String path(FileId file) {
        return "/ocs/v2.php/apps/coffer/api/v1/files/" + file.value() + "/history";
    }
}
