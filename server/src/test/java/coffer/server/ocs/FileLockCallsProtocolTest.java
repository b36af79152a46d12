package coffer.server.ocs;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.Origin;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.locks.FileLockRequest;
import coffer.locks.FileLockResult;
import coffer.locks.FileLockType;
import coffer.locks.FileLocks;
import coffer.locks.LockRequest;
import coffer.locks.LockResult;
import coffer.locks.LockScope;
import coffer.locks.Locks;
import coffer.server.http.RawClient.Answer;
import coffer.shares.ShareBits;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code apps/files_lock/lock/ID}: who may lock and unlock by the id of a file, and what is told of the lock. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileLockCallsProtocolTest {
    private static final String CALL = "/ocs/v2.php/apps/files_lock/lock/";

    private final AtomicInteger files = new AtomicInteger();
    private OcsServer server;
    private String anna;
    private String root;
    private View home;
    private String name = "";

    @BeforeAll
    void start(@TempDir Path directory) {
        server = new OcsServer(directory);
        anna = server.appPassword("anna");
        root = server.appPassword("root");
        home = homeOf("anna", "anna");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void store() {
        name = "file" + files.incrementAndGet();
        server.tree.put(home, name, "x");
    }

    /** The home of {@code owner} as {@code uid} would see it who may do everything there. */
    private View homeOf(String owner, String uid) {
        Account account = server.accounts.accounts().byUid(owner).orElseThrow();
        Account acting = server.accounts.accounts().byUid(uid).orElseThrow();
        Actor actor = Actor.user(acting.id(), acting.uid(), null, Origin.local("test"));
        return server.tree.files.spaces().home(actor, account);
    }

    private Entry entry() {
        return server.tree.entry(home, name);
    }

    private String path() {
        return CALL + entry().id().value();
    }

    private FileLocks locks() {
        return new FileLocks(
                server.tree.database,
                server.tree.files,
                server.tree.events,
                Duration.ofHours(1),
                new SecureRandom(),
                server.clock);
    }

    private void lockedBySomebodyElse(FileLockType type) {
        FileId id = entry().id();
        assertThat(locks().lock(homeOf("anna", "root"), id, new FileLockRequest(type, "Root")))
                .isInstanceOf(FileLockResult.Granted.class);
    }

    @Test
    void aFileIsLockedAndUnlocked() throws IOException {
        String before = entry().etag().hex();

        Answer locked = server.form("PUT", anna, path() + "?format=json");

        assertThat(locked.status()).isEqualTo(200);
        JsonNode data = OcsServer.data(locked);
        assertThat(data.propertyNames())
                .containsExactly("id", "uri", "userId", "displayName", "fileId", "token", "eta", "creation", "type");
        assertThat(data.get("fileId").longValue()).isEqualTo(entry().id().value());
        assertThat(data.get("userId").stringValue()).isEqualTo("anna");
        assertThat(data.get("displayName").stringValue()).isEqualTo("anna");
        assertThat(data.get("token").stringValue()).startsWith("files_lock/");
        assertThat(data.get("eta").longValue()).isEqualTo(-1);
        assertThat(data.get("creation").longValue())
                .isEqualTo(server.clock.instant().getEpochSecond());
        assertThat(data.get("type").intValue()).isZero();
        String between = entry().etag().hex();
        assertThat(between).isNotEqualTo(before);
        assertThat(locks().of(home, entry())).isPresent();

        Answer unlocked = server.form("DELETE", anna, path() + "?format=json");

        assertThat(unlocked.status()).isEqualTo(200);
        assertThat(OcsServer.data(unlocked).toString()).isEqualTo("[]");
        assertThat(entry().etag().hex()).isNotEqualTo(between);
        assertThat(locks().of(home, entry())).isEmpty();
    }

    @Test
    void theTypeComesFromQueryOrForm() throws IOException {
        assertThat(OcsServer.data(server.form("PUT", anna, path(), "lockType", "2"))
                        .get("type")
                        .intValue())
                .isEqualTo(2);
        assertThat(OcsServer.data(server.form("PUT", anna, path() + "?lockType=2"))
                        .get("type")
                        .intValue())
                .isEqualTo(2);
        assertThat(server.form("PUT", anna, path() + "?lockType=1").status()).isEqualTo(423);
        assertThat(server.form("DELETE", anna, path() + "?lockType=2").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "-1", "x"})
    void aTypeThatIsNoneIs400(String type) throws IOException {
        assertThat(server.form("PUT", anna, path() + "?lockType=" + type).status())
                .isEqualTo(400);
        assertThat(locks().of(home, entry())).isEmpty();
    }

    @Test
    void whatSomebodyElseHoldsIs423AndSaysWho() throws IOException {
        lockedBySomebodyElse(FileLockType.TOKEN);
        String tag = entry().etag().hex();

        for (String method : new String[] {"PUT", "DELETE"}) {
            Answer answer = server.form(method, anna, path());
            assertThat(answer.status()).isEqualTo(423);
            assertThat(OcsServer.code(answer)).isEqualTo(423);
            assertThat(answer.text()).contains("File is currently locked by Root (");
            assertThat(OcsServer.data(answer).get("userId").stringValue()).isEqualTo("root");
            assertThat(OcsServer.data(answer).get("eta").longValue()).isEqualTo(3600);
        }
        assertThat(entry().etag().hex()).isEqualTo(tag);
    }

    @Test
    void whatAProgramHoldsIs423() throws IOException {
        Locks programs = new Locks(
                server.tree.database,
                server.tree.files,
                server.tree.objects,
                server.tree.events,
                new SecureRandom(),
                server.clock);
        LockResult held = programs.lock(
                homeOf("anna", "root"),
                TreeKit.path(name),
                new LockRequest(LockScope.EXCLUSIVE, false, "", null),
                Conditions.NONE);
        assertThat(held).isInstanceOf(LockResult.Granted.class);

        Answer answer = server.form("PUT", anna, path());

        assertThat(answer.status()).isEqualTo(423);
        assertThat(OcsServer.data(answer).toString()).isEqualTo("[]");
        assertThat(answer.text()).contains("File is currently locked by root");
    }

    @Test
    void whatIsNotLockedIs412() throws IOException {
        Answer answer = server.form("DELETE", anna, path());
        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.text()).contains("File is not locked");
    }

    @Test
    void aFolderIs400() throws IOException {
        String call = CALL + server.tree.mkdir(home, "folder" + name).id().value();
        assertThat(server.form("PUT", anna, call).status()).isEqualTo(400);
    }

    /** An administrator of accounts is a stranger to the files of others. */
    @Test
    void aStrangerGetsTheAnswerOfAMissingFile() throws IOException {
        Answer missing = server.form("PUT", root, CALL + "999999999");
        assertThat(missing.status()).isEqualTo(404);
        for (String method : new String[] {"PUT", "DELETE"}) {
            Answer answer = server.form(method, root, path());
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(missing.text());
            assertThat(server.form(method, null, path()).status()).isEqualTo(401);
        }
        assertThat(locks().of(home, entry())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "x", "-1", "1234567890123456789", "1e3"})
    void anIdThatIsNoneIs404(String id) throws IOException {
        assertThat(server.form("PUT", anna, CALL + id).status()).isEqualTo(404);
        assertThat(server.form("DELETE", anna, CALL + id).status()).isEqualTo(404);
    }

    @Test
    void whatWasReceivedIsLockedByWhoeverMayWriteIt() throws IOException {
        server.account("ben");
        String ben = server.appPassword("ben");
        Entry file = server.tree.entry(home, name);
        String path = CALL + file.id().value();
        assertThat(server.form("PUT", ben, path).status()).isEqualTo(404);
        Account recipient = server.accounts.accounts().byUid("ben").orElseThrow();
        server.shareKit.share(file, home.owner(), recipient.id(), ShareBits.READ | ShareBits.UPDATE);
        assertThat(server.form("PUT", ben, path).status()).isEqualTo(200);
        assertThat(server.form("DELETE", ben, path).status()).isEqualTo(200);
    }
}
