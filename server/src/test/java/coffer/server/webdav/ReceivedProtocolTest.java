package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.server.http.RawClient.Answer;
import coffer.server.webdav.MultistatusReader.Part;
import coffer.shares.ShareBits;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of received shares start from: Anna, who shares, and Ben, who receives. */
abstract class ReceivedProtocolTest extends DavProtocolTest {
    static final int READ = ShareBits.READ;
    static final int UPDATE = ShareBits.UPDATE;
    static final int CREATE = ShareBits.CREATE;
    static final int DELETE = ShareBits.DELETE;
    static final int SHARE = ShareBits.SHARE;
    static final int ALL = ShareBits.ALL;

    DavServer server = client.server();
    DavClient anna = client;
    DavClient ben = client;

    @BeforeEach
    void openAccounts() {
        anna = server.newClient();
        ben = server.newClient();
    }

    /** Anna's folder, with a file in it, as Ben receives it. */
    int shared(String folder, int bits) {
        anna.folder(folder);
        anna.stored(folder + "/file.txt", "hello");
        return server.share(anna, folder, ben, bits);
    }

    static Part show(DavClient who, String below, String properties) {
        return MultistatusReader.of(who.propfind(below, 0, properties)).first();
    }

    static String letters(DavClient who, String below) {
        return show(who, below, "<oc:permissions/>").text("oc:permissions");
    }

    static String id(DavClient who, String below) {
        return show(who, below, "<oc:fileid/>").text("oc:fileid");
    }

    static Answer relocate(DavClient who, String method, String from, String to) {
        return who.ask(method, from).header("Destination", who.url(to)).send();
    }

    static void done(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    static int status(DavClient who, String method, String below) {
        return who.ask(method, below).send().status();
    }

    static String trash(DavClient who) {
        return "/remote.php/dav/trashbin/" + who.uid() + "/trash/";
    }

    static MultistatusReader trashed(DavClient who) {
        return MultistatusReader.of(who.at("PROPFIND", trash(who))
                .header("Depth", "1")
                .xml("<d:propfind xmlns:d=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\"><d:prop><oc:fileid/></d:prop>"
                        + "</d:propfind>")
                .send());
    }

    /** Brings the first thing in the trash bin back. */
    static void restoreFirst(DavClient who) {
        String key = trashed(who).hrefs().get(1);
        done(
                who.at("MOVE", key)
                        .header("Destination", "/remote.php/dav/trashbin/" + who.uid() + "/restore/x")
                        .send(),
                201);
    }
}
