package coffer.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in all their framings, however they are cut into reads. */
class AnswerReaderTest {

    private static final String TWO = """
            HTTP/1.1 207 Multi-Status\r
            transfer-encoding: chunked\r
            \r
            4;name=value\r
            some\r
            A\r
             more text\r
            0\r
            Trailer: 1\r
            \r
            HTTP/1.1 201 Created\r
            Content-Length: 0\r
            \r
            """;

    private static AnswerReader reader(String received, int bufferBytes) {
        var channel = Channels.newChannel(new ByteArrayInputStream(received.getBytes(ISO_8859_1)));
        return new AnswerReader(channel, ByteBuffer.allocate(bufferBytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 4096})
    void chunksArePutTogetherAndTheNextAnswerBeginsWhereTheyEnd(int bufferBytes) throws IOException {
        var reader = reader(TWO, bufferBytes);
        var body = new BodySink.Keep();

        assertThat(reader.read(false, body)).isEqualTo(new Answer(207, 14, true));
        assertThat(new String(body.bytes(), ISO_8859_1)).isEqualTo("some more text");
        assertThat(reader.read(false, body)).isEqualTo(new Answer(201, 0, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4096})
    void aLengthBoundsTheBody(int bufferBytes) throws IOException {
        var reader = reader(
                "HTTP/1.1 200 OK\r\ncontent-LENGTH:5\r\nConnection: close\r\n\r\nhelloHTTP/1.1 404 No\r\n",
                bufferBytes);
        var body = new BodySink.Keep();

        assertThat(reader.read(false, body)).isEqualTo(new Answer(200, 5, false));
        assertThat(new String(body.bytes(), ISO_8859_1)).isEqualTo("hello");
    }

    @Test
    void withoutLengthTheEndOfTheConnectionEndsTheBody() throws IOException {
        var body = new BodySink.Keep();

        assertThat(reader("HTTP/1.1 200 OK\r\n\r\nall of it", 4).read(false, body))
                .isEqualTo(new Answer(200, 9, false));
        assertThat(new String(body.bytes(), ISO_8859_1)).isEqualTo("all of it");
    }

    @Test
    void answersThatHaveNoBodyAreNotWaitedFor() throws IOException {
        assertThat(reader("HTTP/1.1 204 No Content\r\n\r\n", 64)
                        .read(false, BodySink.FORGET)
                        .status())
                .isEqualTo(204);
        assertThat(reader("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", 64)
                        .read(true, BodySink.FORGET)
                        .bodyBytes())
                .isZero();
        assertThat(reader("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", 64)
                        .read(false, BodySink.FORGET)
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2 hello\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
            })
    void whatIsNoHttpIsWrong(String received) {
        assertThatThrownBy(() -> reader(received, 64).read(false, BodySink.FORGET))
                .isInstanceOf(WrongAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            })
    void anEndBeforeTheEndIsNoAnswer(String received) {
        assertThatThrownBy(() -> reader(received, 64).read(false, BodySink.FORGET))
                .isInstanceOf(EOFException.class);
    }
}
