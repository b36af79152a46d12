package coffer.bench.servers;

/** The servers that can be measured. */
public enum Kind {
    COFFER("coffer", "C"),
    COFFER_PG("coffer-pg", "P"),
    APACHE("apache", "F"),
    NGINX("nginx", "X"),
    /** One that runs already, at {@code --url}. */
    URL("url", "U");

    private final String word;
    private final String letter;

    Kind(String word, String letter) {
        this.word = word;
        this.letter = letter;
    }

    /** As typed after {@code --servers}. */
    public String word() {
        return word;
    }

    /** As used in goals. */
    public String letter() {
        return letter;
    }

    @Override
    public String toString() {
        return word;
    }
}
