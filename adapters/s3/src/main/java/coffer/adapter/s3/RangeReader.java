package coffer.adapter.s3;

import coffer.disk.StorageFailure;
import coffer.keys.SealBroken;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads an object through an answer that stays open: who reads on goes on in it, who jumps opens another. After a jump a little is asked for,
 * and all the rest only when reading goes on behind that. An answer that breaks is taken up where it broke. For one thread at a time.
 */
final class RangeReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RangeReader.class);

    private final Requests requests;
    private final String key;
    private final Found object;
    private final int afterJumpBytes;

    private @Nullable ResponseInputStream<GetObjectResponse> answer;
    private long position = -1;
    private long end;

    /** @param afterJumpBytes what is asked for after a jump, if not more is wanted */
    RangeReader(Requests requests, String key, Found object, int afterJumpBytes) {
        this.requests = requests;
        this.key = key;
        this.object = object;
        this.afterJumpBytes = afterJumpBytes;
    }

    /** Whether the last read ended just before this byte. */
    boolean isAt(long from) {
        return position == from;
    }

    /** Reads exactly {@code count} bytes, which the object must have. */
    void read(long from, byte[] target, int at, int count) throws SealBroken {
        int done = 0;
        int failures = 0;
        while (done < count) {
            try {
                done += readSome(from + done, target, at + done, count - done);
            } catch (IOException e) {
                drop();
                String doing = "reading " + key + " at byte " + (from + done);
                if (failures == Retries.RETRIES_MAX) {
                    throw new StorageFailure(
                            doing, new IOException(requests.diagnosis().unanswered(e), e));
                }
                LOG.debug("{} is taken up again: {}", doing, e.toString());
                requests.retries().pause(doing, failures, e);
                failures++;
            }
        }
    }

    private int readSome(long from, byte[] target, int at, int count) throws SealBroken, IOException {
        ResponseInputStream<GetObjectResponse> source = answerAt(from, count);
        try {
            int read = source.read(target, at, (int) Math.min(count, end - from));
            if (read < 0) {
                throw new EOFException("the answer ended " + (end - from) + " bytes too early");
            }
            position += read;
            if (position == end) {
                // Read to its end, the connection serves the next request.
                drop();
            }
            return read;
        } catch (SdkClientException e) {
            throw new IOException(e);
        }
    }

    private ResponseInputStream<GetObjectResponse> answerAt(long from, int count) throws SealBroken, IOException {
        ResponseInputStream<GetObjectResponse> open = answer;
        if (open != null && from == position && from < end) {
            return open;
        }
        boolean goesOn = from == position;
        drop();
        long to = goesOn ? object.bytes() : Math.min(object.bytes(), from + Math.max(count, afterJumpBytes));
        open = requests.get(key, object.entityTag(), from, to);
        answer = open;
        position = from;
        end = to;
        return open;
    }

    private void drop() {
        ResponseInputStream<GetObjectResponse> open = answer;
        answer = null;
        if (open == null) {
            return;
        }
        if (position < end) {
            // The rest would be read to the end before the connection could be used again.
            open.abort();
        }
        try {
            open.close();
        } catch (IOException | SdkClientException e) {
            LOG.debug("closing an answer with {} failed: {}", key, e.toString());
        }
    }

    @Override
    public void close() {
        drop();
    }
}
