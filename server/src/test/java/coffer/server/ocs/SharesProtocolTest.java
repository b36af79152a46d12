package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.AccountChange;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.files.Conditions;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.server.http.RawClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The calls of the share panels, over a socket. */
class SharesProtocolTest {
    private static final String API = "/ocs/v2.php/apps/files_sharing/api/v1";
    private static final String SHARES = API + "/shares";
    private static final String JSON = "?format=json";

    private OcsServer server;
    private String anna;
    private String ben;
    private String cleo;
    private View annas;
    private View bens;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = new OcsServer(directory);
        server.account("ben", "staff");
        server.account("cleo");
        anna = server.appPassword("anna");
        ben = server.appPassword("ben");
        cleo = server.appPassword("cleo");
        annas = home("anna");
        bens = home("ben");
        server.tree.mkdir(annas, "Docs");
        server.tree.put(annas, "Docs/plan.txt", "one");
        server.tree.put(annas, "photo.png", "png");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private View home(String uid) {
        Account account = server.accounts.accounts().byUid(uid).orElseThrow();
        Actor actor = Actor.user(account.id(), account.uid(), null, Origin.local("test"));
        return server.tree.files.spaces().home(actor, account);
    }

    private Answer share(String as, String... form) throws IOException {
        return server.form("POST", as, SHARES, form);
    }

    private String shared(String as, String path, String with, String bits) throws IOException {
        Answer answer = share(as, "path", path, "shareType", "0", "shareWith", with, "permissions", bits);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return OcsServer.data(answer).get("id").stringValue();
    }

    @Test
    void aShareHasTheFormThatClientsRead() throws IOException {
        Answer answer = share(
                anna,
                "path",
                "/Docs",
                "shareType",
                "0",
                "shareWith",
                "ben",
                "note",
                "for you",
                "label",
                "mine",
                "expireDate",
                "2026-12-24",
                "attributes",
                "[{\"scope\":\"permissions\",\"key\":\"download\",\"value\":true}]");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(OcsServer.code(answer)).isEqualTo(200);
        JsonNode share = OcsServer.data(answer);
        assertThat(share.get("id").stringValue()).matches("[1-9][0-9]{0,9}");
        assertThat(share.get("share_type").intValue()).isZero();
        assertThat(share.get("uid_owner").stringValue()).isEqualTo("anna");
        assertThat(share.get("uid_file_owner").stringValue()).isEqualTo("anna");
        assertThat(share.get("permissions").intValue()).isEqualTo(31);
        assertThat(share.get("stime").longValue())
                .isEqualTo(server.clock.instant().getEpochSecond());
        assertThat(share.get("expiration").stringValue()).isEqualTo("2026-12-24 00:00:00");
        assertThat(share.get("path").stringValue()).isEqualTo("/Docs");
        assertThat(share.get("item_type").stringValue()).isEqualTo("folder");
        assertThat(share.get("mimetype").stringValue()).isEqualTo("httpd/unix-directory");
        assertThat(share.get("note").stringValue()).isEqualTo("for you");
        assertThat(share.get("label").stringValue()).isEqualTo("mine");
        assertThat(share.get("share_with").stringValue()).isEqualTo("ben");
        assertThat(share.get("file_target").stringValue()).isEqualTo("/Docs");
        assertThat(share.get("item_size").longValue()).isEqualTo(3);
        assertThat(share.get("attributes").stringValue()).contains("\"key\":\"download\"");
        assertThat(share.get("mail_send").isNumber()).isTrue();
        assertThat(share.get("hide_download").isNumber()).isTrue();
        assertThat(share.get("has_preview").isBoolean()).isTrue();
        assertThat(share.get("can_edit").booleanValue()).isTrue();
        assertThat(share.get("parent").isNull()).isTrue();
        assertThat(share.get("token").isNull()).isTrue();

        JsonNode received = one(list(ben, "&shared_with_me=true"));
        assertThat(received.get("path").stringValue()).isEqualTo("/Docs");
        assertThat(received.get("mount-type").stringValue()).isEqualTo("shared");
        assertThat(received.get("is-mount-root").booleanValue()).isTrue();
        assertThat(received.get("note").stringValue()).isEqualTo("for you");
        assertThat(received.get("can_edit").booleanValue()).isFalse();
        assertThat(received.get("can_delete").booleanValue()).isTrue();
    }

    @Test
    void inXmlAShareStandsDirectlyBelowData() throws IOException {
        String xml = server.send(
                        "POST",
                        anna,
                        SHARES,
                        "path=/photo.png&shareType=0&shareWith=ben",
                        "Content-Type: application/x-www-form-urlencoded")
                .text();
        assertThat(xml).contains("<data><id>").contains("<share_with>ben</share_with>");
        assertThat(server.get(anna, SHARES).text()).contains("<data><element><id>");
    }

    private JsonNode list(String as, String query) throws IOException {
        Answer answer = server.get(as, SHARES + JSON + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return OcsServer.data(answer);
    }

    private static JsonNode one(JsonNode list) {
        assertThat(list.size()).isEqualTo(1);
        return list.get(0);
    }

    /** The rows of the error table that concern accounts and groups: creating. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 0, ben, -, 404",
                "/none, 0, ben, -, 404",
                "/Docs/../x, 0, ben, -, 404",
                "/Docs, 7, ben, -, 400",
                "/Docs, -, ben, -, 400",
                "/Docs, 0, -, -, 404",
                "/Docs, 0, nobody, -, 404",
                "/Docs, 1, -, -, 404",
                "/Docs, 1, nobody, -, 404",
                "/Docs, 3, -, -, 404",
                "/, 0, ben, -, 403",
                "/Docs, 0, anna, -, 403",
                "/Docs, 0, ben, 32, 400",
                "/Docs, 0, ben, -1, 400",
                "/Docs, 0, ben, all, 400",
            })
    void whatCannotBeSharedHasItsCode(String path, String type, String with, String bits, int code) throws IOException {
        List<String> form = new ArrayList<>();
        add(form, "path", path);
        add(form, "shareType", type);
        add(form, "shareWith", with);
        add(form, "permissions", bits);
        Answer answer = share(anna, form.toArray(String[]::new));
        assertThat(answer.status()).as(answer.text()).isEqualTo(code);
        assertThat(OcsServer.ocs(answer).get("meta").get("message").stringValue())
                .isNotEmpty();
        assertThat(list(anna, "").isEmpty()).isTrue();
    }

    private static void add(List<String> form, String name, @Nullable String value) {
        if (value != null) {
            form.add(name);
            form.add(value);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "expireDate, 2026-11-22, 404",
        "expireDate, 2020-01-01, 404",
        "expireDate, tomorrow, 404",
        "expireDate, 2026-13-01, 404",
        "attributes, {}, 400",
        "attributes, [1], 400",
        "attributes, not json, 400",
    })
    void oddParametersHaveTheirCode(String name, String value, int code) throws IOException {
        Answer answer = share(anna, "path", "/Docs", "shareType", "0", "shareWith", "ben", name, value);
        assertThat(answer.status()).as(answer.text()).isEqualTo(code);
        assertThat(list(anna, "").isEmpty()).isTrue();
    }

    @Test
    void textsHaveTheirLongest() throws IOException {
        assertThat(share(anna, "path", "/Docs", "shareType", "0", "shareWith", "ben", "label", "x".repeat(256))
                        .status())
                .isEqualTo(400);
        assertThat(share(anna, "path", "/Docs", "shareType", "0", "shareWith", "ben", "note", "x".repeat(4_001))
                        .status())
                .isEqualTo(400);
        String id = shared(anna, "/Docs", "ben", "1");
        assertThat(change(anna, id, "label", "x".repeat(255)).status()).isEqualTo(200);
        assertThat(change(anna, id, "label", "x".repeat(256)).status()).isEqualTo(400);
        assertThat(change(anna, id, "note", "x".repeat(4_000)).status()).isEqualTo(200);
        assertThat(change(anna, id, "note", "x".repeat(4_001)).status()).isEqualTo(400);
    }

    @Test
    void whatIsSharedAlreadyIsNotSharedAgain() throws IOException {
        shared(anna, "/Docs", "ben", "1");
        assertThat(share(anna, "path", "/Docs", "shareType", "0", "shareWith", "ben")
                        .status())
                .isEqualTo(403);
        assertThat(share(anna, "path", "/Docs", "shareType", "1", "shareWith", "staff")
                        .status())
                .isEqualTo(200);
        assertThat(list(anna, "&path=/Docs").size()).isEqualTo(2);
    }

    @Test
    void inVersionOneTheCodeStandsInTheEnvelopeOnly() throws IOException {
        Answer answer = server.form(
                "POST",
                anna,
                "/ocs/v1.php/apps/files_sharing/api/v1/shares",
                "path",
                "/none",
                "shareType",
                "0",
                "shareWith",
                "ben");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(OcsServer.code(answer)).isEqualTo(404);
    }

    private Answer change(String as, String id, String name, String value) throws IOException {
        return server.form("PUT", as, SHARES + "/" + id, name, value);
    }

    /** The rows of the error table: changing. */
    @ParameterizedTest
    @CsvSource({
        "ben, note, x, 403",
        "cleo, note, x, 404",
        "anna, other, x, 400",
        "anna, permissions, 64, 400",
        "anna, permissions, many, 400",
        "anna, expireDate, 2020-01-01, 404",
        "anna, expireDate, soon, 400",
        "anna, attributes, x, 400",
        "anna, note, hello, 200",
        "anna, expireDate, 2027-01-01T10:00:00+01:00, 200",
        "anna, permissions, 1, 200",
    })
    void aChangeHasItsCode(String who, String name, String value, int code) throws IOException {
        String id = shared(anna, "/Docs", "ben", "15");
        Answer answer = change(server.appPassword(who), id, name, value);
        assertThat(answer.status()).as(answer.text()).isEqualTo(code);
        int bits = OcsServer.data(server.get(anna, SHARES + "/" + id + JSON))
                .get(0)
                .get("permissions")
                .intValue();
        assertThat(bits).isEqualTo(name.equals("permissions") && code == 200 ? 1 : 15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "99", "x", "12345678901", "-1", "1;2"})
    void anUnknownNumberIsNotFound(String id) throws IOException {
        shared(anna, "/Docs", "ben", "1");
        assertThat(change(anna, id, "note", "x").status()).isEqualTo(404);
        assertThat(server.get(anna, SHARES + "/" + id + JSON).status()).isEqualTo(404);
        assertThat(server.send("DELETE", anna, SHARES + "/" + id + JSON, "").status())
                .isEqualTo(404);
        assertThat(server.send("POST", anna, API + "/deletedshares/" + id + JSON, "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aResharerHandsOnNoMoreThanTheyHave() throws IOException {
        shared(anna, "/Docs", "ben", "17");
        assertThat(share(ben, "path", "/Docs", "shareType", "0", "shareWith", "cleo", "permissions", "3")
                        .status())
                .isEqualTo(404);
        assertThat(share(ben, "path", "/Docs", "shareType", "0", "shareWith", "anna")
                        .status())
                .isEqualTo(403);
        String id = shared(ben, "/Docs", "cleo", "1");
        assertThat(change(ben, id, "permissions", "3").status()).isEqualTo(404);
        assertThat(list(anna, "&path=/Docs&reshares=true").size()).isEqualTo(2);
        JsonNode seen = one(OcsServer.data(server.get(anna, SHARES + "/" + id + JSON)));
        assertThat(seen.get("uid_owner").stringValue()).isEqualTo("ben");
        assertThat(seen.get("uid_file_owner").stringValue()).isEqualTo("anna");
        shared(anna, "/photo.png", "ben", "1");
        assertThat(share(ben, "path", "/photo.png", "shareType", "0", "shareWith", "cleo")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void listsAreThoseOfAPlace() throws IOException {
        String id = shared(anna, "/Docs", "ben", "31");
        String below = shared(ben, "/Docs/plan.txt", "cleo", "1");
        assertThat(one(list(anna, "")).get("id").stringValue()).isEqualTo(id);
        assertThat(one(list(anna, "&path=/Docs")).get("id").stringValue()).isEqualTo(id);
        assertThat(list(anna, "&path=/Docs/plan.txt").isEmpty()).isTrue();
        assertThat(one(list(anna, "&path=/Docs/plan.txt&reshares=true"))
                        .get("id")
                        .stringValue())
                .isEqualTo(below);
        assertThat(one(list(anna, "&path=/Docs&subfiles=true")).get("id").stringValue())
                .isEqualTo(below);
        assertThat(server.get(anna, SHARES + JSON + "&path=/none").status()).isEqualTo(404);
        assertThat(server.get(anna, SHARES + JSON + "&path=/photo.png&subfiles=1")
                        .status())
                .isEqualTo(400);
        assertThat(server.get(anna, SHARES + JSON + "&reshares=perhaps&path=/Docs")
                        .status())
                .isEqualTo(400);
        assertThat(one(list(cleo, "&shared_with_me=true")).get("path").stringValue())
                .isEqualTo("/plan.txt");
        assertThat(one(list(cleo, "&shared_with_me=true&path=/plan.txt"))
                        .get("item_type")
                        .stringValue())
                .isEqualTo("file");
        JsonNode inherited =
                one(OcsServer.data(server.get(anna, SHARES + "/inherited" + JSON + "&path=/Docs/plan.txt")));
        assertThat(inherited.get("via_path").stringValue()).isEqualTo("/Docs");
        assertThat(list(server.appPassword("root"), "").isEmpty()).isTrue();
    }

    @Test
    void whatIsLeftIsListedAndComesBack() throws IOException {
        for (String kind : List.of("0", "1")) {
            String id = OcsServer.data(share(
                            anna,
                            "path",
                            kind.equals("0") ? "/Docs" : "/photo.png",
                            "shareType",
                            kind,
                            "shareWith",
                            kind.equals("0") ? "ben" : "staff"))
                    .get("id")
                    .stringValue();
            assertThat(server.send("DELETE", ben, SHARES + "/" + id + JSON, "").status())
                    .isEqualTo(200);
            JsonNode left = one(OcsServer.data(server.get(ben, API + "/deletedshares" + JSON)));
            assertThat(left.get("id").stringValue()).isEqualTo("ocinternal:" + id);
            assertThat(left.get("permissions").intValue()).isZero();
            assertThat(left.get("file_target").stringValue()).isEqualTo(kind.equals("0") ? "/Docs" : "/photo.png");
            assertThat(list(ben, "&shared_with_me=true").size()).isEqualTo(kind.equals("0") ? 0 : 1);
            assertThat(list(anna, "").size()).isEqualTo(kind.equals("0") ? 1 : 2);
            assertThat(server.send("POST", ben, API + "/deletedshares/ocinternal%3A" + id + JSON, "")
                            .status())
                    .isEqualTo(200);
            assertThat(OcsServer.data(server.get(ben, API + "/deletedshares" + JSON))
                            .isEmpty())
                    .isTrue();
        }
        assertThat(server.homes
                        .list(server.homes.at(bens, TreeKit.path("")), 10)
                        .orElseThrow()
                        .members())
                .hasSize(2);
    }

    @Test
    void anEndedShareIsGoneForEverybody() throws IOException {
        String id = shared(anna, "/Docs", "ben", "31");
        assertThat(server.send("DELETE", cleo, SHARES + "/" + id + JSON, "").status())
                .isEqualTo(404);
        assertThat(server.send("DELETE", anna, SHARES + "/" + id + JSON, "").status())
                .isEqualTo(200);
        assertThat(list(ben, "&shared_with_me=true").isEmpty()).isTrue();
        assertThat(list(anna, "").isEmpty()).isTrue();
        assertThat(server.get(ben, SHARES + "/" + id + JSON).status()).isEqualTo(404);
    }

    @Test
    void anExpiryBeginsWithTheDayWhereItsSharerIs() throws IOException {
        share(anna, "path", "/Docs", "shareType", "0", "shareWith", "ben", "expireDate", "2026-11-24");
        server.clock.turn(Duration.ofHours(37));
        assertThat(list(ben, "&shared_with_me=true").size()).isEqualTo(1);
        server.clock.turn(Duration.ofHours(1));
        assertThat(list(ben, "&shared_with_me=true").isEmpty()).isTrue();
    }

    @Test
    void aDayStaysTheSameWhereItsSharerIs() throws IOException {
        server.accounts.accounts().edit(annas.actor(), "anna", new AccountChange.Timezone("Asia/Tokyo"));
        Answer answer = share(anna, "path", "/Docs", "shareType", "0", "shareWith", "ben", "expireDate", "2026-11-24");
        assertThat(OcsServer.data(answer).get("expiration").stringValue()).isEqualTo("2026-11-24 00:00:00");
        server.clock.turn(Duration.ofHours(29).minusSeconds(1));
        assertThat(list(ben, "&shared_with_me=true").size()).isEqualTo(1);
        server.clock.turn(Duration.ofSeconds(1));
        assertThat(list(ben, "&shared_with_me=true").isEmpty()).isTrue();
    }

    @Test
    void whoeverHasNotSignedInSeesNothing() throws IOException {
        assertThat(server.get(null, SHARES + JSON).status()).isEqualTo(401);
        assertThat(server.get(null, API + "/sharees" + JSON + "&itemType=file").status())
                .isEqualTo(401);
        assertThat(server.form("POST", null, SHARES, "path", "/Docs").status()).isEqualTo(401);
    }

    @Test
    void peopleAndGroupsAreFound() throws IOException {
        server.account("benedict");
        JsonNode data = sharees("&search=BEN&itemType=file");
        assertThat(one(data.get("exact").get("users"))
                        .get("value")
                        .get("shareWith")
                        .stringValue())
                .isEqualTo("ben");
        assertThat(one(data.get("users")).get("label").stringValue()).isEqualTo("benedict");
        for (String list : List.of("groups", "remotes", "remote_groups", "emails", "circles", "rooms")) {
            assertThat(data.get(list).isArray()).as(list).isTrue();
            assertThat(data.get("exact").get(list).isArray()).as(list).isTrue();
        }
        assertThat(data.get("lookup").isArray()).isTrue();
        JsonNode groups = sharees("&search=staff&itemType=file&shareType[]=1");
        assertThat(one(groups.get("exact").get("groups"))
                        .get("value")
                        .get("shareType")
                        .intValue())
                .isEqualTo(1);
        assertThat(groups.get("users").isEmpty()).isTrue();
        assertThat(sharees("&search=anna&itemType=file")
                        .get("exact")
                        .get("users")
                        .isEmpty())
                .as("nobody finds themselves")
                .isTrue();
    }

    private JsonNode sharees(String query) throws IOException {
        Answer answer = server.get(anna, API + "/sharees" + JSON + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return OcsServer.data(answer);
    }

    @Test
    void morePagesAreLinked() throws IOException {
        Answer first = server.get(anna, API + "/sharees" + JSON + "&itemType=file&search=&shareType=0&perPage=2");
        assertThat(first.header("Link")).contains("page=2").contains("rel=\"next\"");
        Answer last = server.get(anna, API + "/sharees" + JSON + "&itemType=file&search=&shareType=0&perPage=2&page=2");
        assertThat(last.header("Link")).isEmpty();
        assertThat(OcsServer.data(last).get("users").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"'',400", "itemType=file&page=0,400", "itemType=file&perPage=0,400", "itemType=file&page=1,200"})
    void oddQuestionsForPeopleAreRefused(String query, int code) throws IOException {
        assertThat(server.get(anna, API + "/sharees" + JSON + "&" + query).status())
                .isEqualTo(code);
        assertThat(server.get(anna, API + "/sharees_recommended" + JSON + "&" + query)
                        .status())
                .isEqualTo(query.isEmpty() ? 400 : 200);
    }

    @Test
    void nothingIsPendingAndNothingRemote() throws IOException {
        assertThat(OcsServer.data(server.get(anna, SHARES + "/pending" + JSON)).isEmpty())
                .isTrue();
        assertThat(OcsServer.data(server.get(anna, API + "/remote_shares" + JSON))
                        .isEmpty())
                .isTrue();
        assertThat(OcsServer.data(server.get(anna, API + "/remote_shares/pending" + JSON))
                        .isEmpty())
                .isTrue();
        assertThat(server.send("POST", anna, SHARES + "/pending/1" + JSON, "").status())
                .isEqualTo(404);
    }

    @Test
    void aMovedFileIsSharedWhereItIs() throws IOException {
        String id = shared(anna, "/photo.png", "ben", "1");
        server.tree.files.move(
                annas, TreeKit.path("photo.png"), TreeKit.path("Docs/photo.png"), false, Conditions.NONE);
        assertThat(OcsServer.data(server.get(anna, SHARES + "/" + id + JSON))
                        .get(0)
                        .get("path")
                        .stringValue())
                .isEqualTo("/Docs/photo.png");
        assertThat(one(list(ben, "&shared_with_me=true")).get("path").stringValue())
                .isEqualTo("/photo.png");
    }
}
