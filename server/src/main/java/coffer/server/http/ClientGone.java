package coffer.server.http;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The client vanished, or was too slow to wait for, while its request was read or its answer written. Nobody is left to
 * answer; it is an ordinary event of a network and not an error line.
 */
public final class ClientGone extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    ClientGone(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
