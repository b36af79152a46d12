package coffer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseBodyTest {
    private final Sink sink = new Sink();
    private final ResponseBody body = new ResponseBody(sink);

    /** Takes everything at once. */
    private static final class Sink implements Content.Sink {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final List<Boolean> lasts = new ArrayList<>();

        @Override
        public void write(boolean last, ByteBuffer bytes, Callback callback) {
            byte[] piece = new byte[bytes.remaining()];
            bytes.get(piece);
            all.writeBytes(piece);
            lasts.add(last);
            callback.succeeded();
        }
    }

    /** Sizes around those at which the buffer grows, is full, or is passed by. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_023, 1_024, 1_025, 4_096, 4_097, 16_385, 32_767, 32_768, 32_769, 200_000})
    void piecesOfAnySizeArriveWholeAndInOrder(int size) throws IOException {
        byte[] content = new byte[3 * size];
        new Random(size).nextBytes(content);

        for (int i = 0; i < 3; i++) {
            body.write(content, i * size, size);
        }
        body.finish();

        assertThat(sink.all.toByteArray()).isEqualTo(content);
        assertThat(sink.lasts.getLast()).isTrue();
        assertThat(sink.lasts.stream().filter(last -> last)).hasSize(1);
    }

    /** A small answer leaves in one piece, with its length. */
    @ParameterizedTest
    @ValueSource(ints = {100, 1_024, 1_025, ResponseBody.BUFFER_BYTES})
    void whatFitsIntoTheBufferLeavesAtOnce(int size) throws IOException {
        for (int i = 0; i < size; i++) {
            body.write(i);
        }
        body.finish();

        assertThat(sink.lasts).containsExactly(true);
        assertThat(sink.all.size()).isEqualTo(size);
    }
}
