package coffer.audit;

import java.util.List;

/** What a verification has found. */
public sealed interface Verdict {
    /** What the log says about itself: repairs, clocks, restored databases; and what could not be compared. */
    List<String> remarks();

    /**
     * Nothing is wrong in the days that were looked at.
     *
     * @param entries looked at
     * @param checkpoints whose signature was verified
     * @param last number of the last entry, 0 if there is none
     * @param head hash of the last entry: worth keeping elsewhere
     * @param unsigned entries after the last checkpoint, which only the chain, and the database if it was given, vouches
     *     for
     * @param key public key of the checkpoints in hexadecimal, empty if there is none yet: to be compared with a copy
     */
    record Intact(
            long entries, long checkpoints, long last, Digest head, long unsigned, String key, List<String> remarks)
            implements Verdict {
        public Intact {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * Something is wrong; what follows the finding was not looked at.
     *
     * @param sound entries before it that are in order
     */
    record Broken(Finding finding, long sound, List<String> remarks) implements Verdict {
        public Broken {
            remarks = List.copyOf(remarks);
        }
    }
}
