package coffer.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.IssueResult;
import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.files.Conditions;
import coffer.files.TreeKit;
import coffer.files.View;
import coffer.history.History;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code coffer history} on a real core, where no loop has read the events yet. */
class HistoryCommandTest extends OperatorTest {
    private View home;

    @BeforeEach
    void signIn() {
        clock.turn(Duration.ofMillis(500));
        AccountId anna = home("anna").owner();
        IssueResult.Issued laptop =
                (IssueResult.Issued) accounts.appPasswords().issue(Actor.operator("test"), anna, "anna", "laptop");
        laptop.secret().close();
        Origin origin = new Origin("192.0.2.1", "", "request", "PUT", "/test");
        home = tree.files.spaces().home(Actor.user(anna, "anna", laptop.id(), origin), anna, "anna");
    }

    @Test
    void aTableTellsWhatHasHappened() {
        tree.mkdir(home, "Documents");
        tree.put(home, "plan.txt", "one");
        tree.put(home, "plan.txt", "twelve chars");
        tree.files.move(home, TreeKit.path("plan.txt"), TreeKit.path("Documents/plan.txt"), false, Conditions.NONE);
        run(0, "history", "ANNA", "/Documents/plan.txt");
        assertThat(out).isEqualToNormalizingNewlines("""
                TIME                  ACT      WHO   DEVICE  BYTES    PATH
                2026-11-22T10:00:00Z  moved    anna  laptop  -        /plan.txt -> /Documents/plan.txt
                2026-11-22T10:00:00Z  changed  anna  laptop  3 -> 12  /plan.txt
                2026-11-22T10:00:00Z  created  anna  laptop  3        /plan.txt
                """);
        run(0, "history", "anna", "Documents/");
        assertThat(out).contains("created  anna  laptop  -      /Documents");
    }

    @Test
    void asJsonThereIsOneObjectALine() {
        tree.put(home, "plan.txt", "one");
        run(0, "history", "anna", "plan.txt", "--json");
        JsonNode created = JsonMapper.shared().readTree(out);
        assertThat(created.toString())
                .isEqualTo("{\"time\":\"2026-11-22T10:00:00.500Z\",\"act\":\"created\",\"actor\":\"anna\","
                        + "\"device\":\"laptop\",\"sizeBefore\":null,\"sizeAfter\":3,"
                        + "\"pathBefore\":\"\",\"pathAfter\":\"/plan.txt\"}");
    }

    @Test
    void theLimitHasTwoEdgesAndGoesBeyondAPage() {
        for (int i = 0; i <= History.PAGE_MAX; i++) {
            tree.put(home, "plan.txt", "");
        }
        run(0, "history", "anna", "plan.txt", "--json");
        assertThat(out.lines()).hasSize(50);
        run(0, "history", "anna", "plan.txt", "--json", "--limit", "1");
        assertThat(out.lines()).hasSize(1);
        run(0, "history", "anna", "plan.txt", "--json", "--limit", Integer.toString(History.ACTS_MAX));
        assertThat(out.lines()).hasSize(History.PAGE_MAX + 1);
        run(0, "history", "anna", "plan.txt", "--json", "--limit", Integer.toString(History.PAGE_MAX));
        assertThat(out.lines()).hasSize(History.PAGE_MAX);
        for (String odd : new String[] {"0", "-1", "many", Integer.toString(History.ACTS_MAX + 1)}) {
            run(MISUSED, "history", "anna", "plan.txt", "--limit", odd);
            assertThat(err).contains("is not a number from 1 to 10000");
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        run(1, "history", "nobody", "/plan.txt");
        assertThat(err).isEqualToIgnoringNewLines("nobody: there is no such account");
        run(1, "history", "anna", "/plan.txt");
        assertThat(err).isEqualToIgnoringNewLines("/plan.txt: there is no such file");
        run(1, "history", "anna", "/a/../plan.txt");
        assertThat(err).contains("there is no such file");
        run(MISUSED, "history", "anna");
    }
}
