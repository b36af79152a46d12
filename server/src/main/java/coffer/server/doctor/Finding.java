package coffer.server.doctor;

/**
 * One thing that was looked at.
 *
 * @param grade how it is
 * @param text one or two sentences for the operator
 */
record Finding(Grade grade, String text) {
    /** How a thing is. */
    enum Grade {
        FINE("ok"),
        /** Works, and could be better. */
        HINT("hint"),
        /** Somebody has to do something. */
        WRONG("WRONG");

        private final String word;

        Grade(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Finding fine(String text) {
        return new Finding(Grade.FINE, text);
    }

    static Finding hint(String text) {
        return new Finding(Grade.HINT, text);
    }

    static Finding wrong(String text) {
        return new Finding(Grade.WRONG, text);
    }

    /** Fine, or wrong with another text. */
    static Finding of(boolean fine, String text, String otherwise) {
        return fine ? fine(text) : wrong(otherwise);
    }
}
