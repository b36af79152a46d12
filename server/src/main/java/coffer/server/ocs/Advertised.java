package coffer.server.ocs;

/**
 * Which server the clients believe to talk to. They switch functions by this number: below 20 the desktop client warns,
 * up to 30 the Android app does, from 28.0.3 the desktop client asks for mount roots.
 */
final class Advertised {
    static final String PRODUCT = "Coffer";

    static final int MAJOR = 32;
    static final int MINOR = 0;
    static final int MICRO = 1;

    /** Three numbers. */
    static final String VERSION_STRING = MAJOR + "." + MINOR + "." + MICRO;

    /** Four numbers. */
    static final String VERSION = VERSION_STRING + ".2";

    private Advertised() {}
}
