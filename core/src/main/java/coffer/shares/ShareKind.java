package coffer.shares;

import java.util.Optional;
import java.util.stream.Stream;

/** To whom something is handed on. The numbers are those of the clients ({@code shareType}). */
public enum ShareKind {
    USER(0),
    GROUP(1),
    LINK(3);

    private final int number;

    ShareKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static Optional<ShareKind> of(int number) {
        return Stream.of(values()).filter(kind -> kind.number == number).findFirst();
    }
}
