package coffer.bench.load;

import java.io.IOException;

/** The server answered, but not what was asked for: another status, other bytes, or something that is no HTTP. Fails the row. */
public final class WrongAnswer extends IOException {
    private static final long serialVersionUID = 1;

    public WrongAnswer(String message) {
        super(message);
    }
}
