package coffer.server.http;

import java.io.IOException;
import java.io.Serial;

/**
 * The request body is wrong or came too slowly. An {@link IOException} because it surfaces in the middle of a read,
 * where code that streams cleans up after those; let it pass, the outermost handler answers with the refusal.
 */
public final class BodyRefused extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final RequestRefused refusal;

    BodyRefused(RequestRefused refusal) {
        super(refusal.message(), refusal);
        this.refusal = refusal;
    }

    public RequestRefused refusal() {
        return refusal;
    }
}
