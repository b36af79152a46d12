package coffer.server.webdav;

import coffer.testkit.TurnedClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What the protocol tests share: a client of the shared server, and an empty folder for each test. */
abstract class DavProtocolTest {
    private static final AtomicInteger FOLDERS = new AtomicInteger();

    static DavClient client;

    /** The test's own folder, without a slash at the end. */
    String dir = "";

    @BeforeAll
    static void openClient() {
        client = DavServer.shared().newClient();
    }

    /** Each test begins at the same time of the shared server, also after one that has turned its clock. */
    @BeforeEach
    final void makeFolder() {
        TurnedClock clock = client.server().clock;
        clock.turn(Duration.between(clock.instant(), DavServer.START));
        dir = "/t" + FOLDERS.incrementAndGet();
        client.folder(dir);
    }

    /** A path in the test's folder. */
    final String in(String name) {
        return dir + "/" + name;
    }
}
