package coffer.server.archive;

import java.io.IOException;
import java.io.Serial;

/** Folders lie in each other deeper than an archive is made. No client makes or stores such paths; only moving makes them. */
final class TooDeep extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    TooDeep() {
        super("The folders lie deeper in each other than an archive can hold.");
    }
}
