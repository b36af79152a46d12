package coffer.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the body of an answer goes, piece by piece. */
public interface BodySink {

    /** Reads the body and forgets it. */
    BodySink FORGET = _ -> {};

    /** Takes the next piece; it is gone after the call. */
    void accept(ByteBuffer piece) throws IOException;

    /** Compares with what must come. A body that is too short shows only in {@link #finish}. */
    final class Compare implements BodySink {
        private final Content expected;
        private long position;

        public Compare(Content expected) {
            this.expected = expected;
        }

        @Override
        public void accept(ByteBuffer piece) throws IOException {
            while (piece.hasRemaining()) {
                var wanted = expected.from(position);
                var length = Math.min(piece.remaining(), wanted.remaining());
                if (length == 0) {
                    throw new WrongAnswer("more than the " + expected.sizeBytes() + " bytes that were stored");
                }
                var mismatch = piece.slice(piece.position(), length).mismatch(wanted.limit(length));
                if (mismatch >= 0) {
                    throw new WrongAnswer("another byte than was stored, at " + (position + mismatch));
                }
                piece.position(piece.position() + length);
                position += length;
            }
        }

        /** Fails unless everything came. */
        public void finish() throws WrongAnswer {
            if (position != expected.sizeBytes()) {
                throw new WrongAnswer(position + " of " + expected.sizeBytes() + " bytes came");
            }
        }
    }

    /** Keeps the body. */
    final class Keep implements BodySink {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Override
        public void accept(ByteBuffer piece) {
            var bytes = new byte[piece.remaining()];
            piece.get(bytes);
            kept.writeBytes(bytes);
        }

        public byte[] bytes() {
            return kept.toByteArray();
        }
    }
}
