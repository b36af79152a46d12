package coffer.systemtests.replay;

import java.util.List;
import java.util.Set;

/**
 * One line of the table of what clients read.
 *
 * @param clients who reads it
 * @param asked in answers to what
 * @param part where it stands
 * @param names of headers, of properties, or paths of members; a star at the end or the beginning of a path stands for anything
 * @param how it is compared
 * @param source how we know that they read it
 */
record Rule(Set<Client> clients, Set<Asked> asked, Part part, List<String> names, How how, String source) {

    /** Where a value stands. */
    enum Part {
        HEADER,
        /** In a listing, each resource by itself: which propstat it is in, and its value. */
        PROPERTY,
        /** In a JSON or XML document. */
        MEMBER,
        /** In the body of an error. */
        ERROR,
        /** The whole body. */
        BODY
    }

    boolean concerns(Client client, Asked what) {
        return clients.contains(client) && asked.contains(what);
    }

    boolean names(String name) {
        return names.stream().anyMatch(each -> names(each, name));
    }

    private static boolean names(String pattern, String name) {
        if (pattern.startsWith("*")) {
            return name.endsWith(pattern.substring(1));
        }
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equalsIgnoreCase(name);
    }
}
