package coffer.history;

import coffer.base.Actor;
import java.util.Map;

/**
 * From where an act was done, as it was called at that time.
 *
 * @param name of at most {@value #NAME_LENGTH_MAX} characters on one line; empty exactly when the kind is {@link
 *     Kind#UNKNOWN}
 */
public record Device(Kind kind, String name) {
    /** Characters of a name; longer ones are cut. Names of app passwords are no longer. */
    public static final int NAME_LENGTH_MAX = 128;

    public static final Device UNKNOWN = new Device(Kind.UNKNOWN, "");

    /** What the name is. */
    public enum Kind {
        /** There is no name: background work, commands, programs that say nothing of themselves. */
        UNKNOWN,
        /** The name of the app password that was used: what the owner called the device. */
        APP_PASSWORD,
        /** A browser or program that signed in otherwise, as it calls itself. */
        PROGRAM
    }

    /**
     * @param names by the ids of app passwords; one that is absent counts as another program
     */
    static Device of(Actor actor, Map<Long, String> names) {
        Long credential = actor.credential();
        String name = credential == null ? "" : oneLine(names.getOrDefault(credential, ""));
        if (!name.isEmpty()) {
            return new Device(Kind.APP_PASSWORD, name);
        }
        String agent = oneLine(actor.origin().agent());
        return agent.isEmpty() ? UNKNOWN : new Device(Kind.PROGRAM, agent);
    }

    /** Bounded and without what moves a terminal's cursor, whatever a program says of itself. */
    private static String oneLine(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .limit(NAME_LENGTH_MAX)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }
}
