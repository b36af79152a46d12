package coffer.systemtests.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What recordings leave out is known as left out, and what they write differently from the wire is undone. */
class RecordingReaderTest {

    @TempDir
    Path recordings;

    private Path session;

    @BeforeEach
    void makeSession() throws IOException {
        session = Files.createDirectories(recordings.resolve("rclone-1/one"));
    }

    @Test
    void theLengthTellsWhetherTheLastLineBreakBelongsToTheBody() throws IOException {
        Files.writeString(session.resolve("INDEX.txt"), "001 PUT /a -> 201 Created\n002 PUT /a -> 204 No Content\n");
        put("001", "Content-Length: 4\n\nabc");
        put("002", "Content-Length: 3\n\nabc");

        var exchanges = read();

        assertThat(exchanges.exchanges())
                .extracting(exchange -> exchange.request().body().shown())
                .containsExactly("abc\n", "abc");
    }

    @Test
    void cutAndBinaryBodiesSayHowMuchIsMissing() throws IOException {
        Files.writeString(session.resolve("INDEX.txt"), "001 PUT /a -> 201 Created\n002 PUT /a -> 204 No Content\n");
        put("001", "Content-Length: 104\n\nabcd\n[… 100 bytes]");
        put("002", "Content-Length: 7\n\n[7 bytes binary]");

        var exchanges = read();

        assertThat(exchanges.exchanges())
                .extracting(exchange -> exchange.request().body())
                .containsExactly(new Message.Body("abcd", 100), new Message.Body("", 7));
        assertThat(Stored.content(exchanges.exchanges().getFirst().request().body(), "/a"))
                .hasSize(104);
    }

    @Test
    void aDroppedPairIsMadeAgainWithTheTargetOfTheIndex() throws IOException {
        Files.writeString(
                session.resolve("INDEX.txt"),
                "001 PUT /a -> 201 Created   # words\n002 PUT /b -> 201 Created   # words   (as before, dropped)\n");
        put("001", "Content-Length: 3\n\nabc");

        var copied = read().exchanges().get(1);

        assertThat(copied.target()).isEqualTo("/b");
        assertThat(copied.status()).isEqualTo(201);
        assertThat(copied.copied()).isTrue();
    }

    @Test
    void anExchangeWithoutAnAnswerHasNone() throws IOException {
        Files.writeString(session.resolve("INDEX.txt"), "001 POST /a -> (the client closed the connection)\n");
        Files.writeString(
                session.resolve("001.http"), "POST /a HTTP/1.1\n\n----\n(the client closed the connection)\n");

        assertThat(read().exchanges().getFirst().answer()).isEmpty();
    }

    private Recording read() throws IOException {
        return new RecordingReader(recordings).read("rclone-1/one");
    }

    private void put(String number, String headersAndBody) throws IOException {
        Files.writeString(
                session.resolve(number + ".http"),
                "PUT /a HTTP/1.1\n" + headersAndBody + "\n----\nHTTP/1.1 201 Created\nContent-Length: 0\n\n\n");
    }
}
