package coffer.locks;

import java.util.Arrays;
import java.util.Optional;

/** Who put a lock on a file, in the types of the {@code files_lock} application (its {@code LockService}, 2026). */
public enum FileLockType {
    /** A person, by hand. The holder writes without further ado, with whatever program. */
    USER(0),
    /** An editor that has the file open for its holder, who writes without further ado. */
    APP(1),
    /** A program of the holder, such as the desktop client for a file that is open. Whoever writes submits the token. */
    TOKEN(2);

    private final int number;

    FileLockType(int number) {
        this.number = number;
    }

    /** As clients write it; column {@code write_lock.kind} has the next higher number. */
    public int number() {
        return number;
    }

    /** Empty for a number that is none of a type. */
    public static Optional<FileLockType> ofNumber(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }
}
