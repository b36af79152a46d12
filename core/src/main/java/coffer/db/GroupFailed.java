package coffer.db;

import java.util.Objects;

/** The group failed and nothing of it is stored. */
final class GroupFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean repeatable;
    private final boolean oneOfMany;

    GroupFailed(Throwable cause, boolean repeatable) {
        this(cause, repeatable, false);
    }

    private GroupFailed(Throwable cause, boolean repeatable, boolean oneOfMany) {
        super(cause);
        this.repeatable = repeatable;
        this.oneOfMany = oneOfMany;
    }

    /** By one of its members, which can be found out with savepoints. */
    static GroupFailed byOne(Throwable cause) {
        return new GroupFailed(cause, true, true);
    }

    /** Whether the same may succeed when it runs again. */
    boolean repeatable() {
        return repeatable;
    }

    /** Whether one member is to blame and the others are not. */
    boolean oneOfMany() {
        return oneOfMany;
    }

    @Override
    public synchronized Throwable getCause() {
        return Objects.requireNonNull(super.getCause());
    }
}
