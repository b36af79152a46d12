package coffer.keys;

import java.net.URI;

/** In which form a root key is kept. */
public sealed interface RootForm {
    /** A file that opens by itself, protected by its place and its mode. */
    record Plain() implements RootForm {}

    /** A file that opens with a passphrase, to be given at each start. */
    record WithPassphrase(String passphrase) implements RootForm {
        /** Code points of a passphrase. */
        public static final int LENGTH_MIN = 12;

        public WithPassphrase {
            if (passphrase.codePointCount(0, passphrase.length()) < LENGTH_MIN) {
                throw new IllegalArgumentException("a passphrase has at least " + LENGTH_MIN + " characters");
            }
        }

        @Override
        public String toString() {
            return "WithPassphrase[secret]";
        }
    }

    /**
     * In a device or service that does not give it away; the file only says where.
     *
     * @param at as {@link KeyServices#open} takes it
     */
    record InService(URI at) implements RootForm {}
}
