package coffer.server.webdav;

import coffer.base.FilePath;
import coffer.files.Conditions.IfList;
import coffer.files.Conditions.IfTerm;
import coffer.server.http.RequestRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the value of an {@code If} field (RFC 4918, section 10.4): lists of state tokens and entity tags, each list for
 * the resource of the request or, behind a tag, for another one.
 */
final class IfField {

    /** Terms of one field. A client that holds many locks below a folder sends one for each. */
    static final int TERMS_MAX = 1_000;

    /** Tokens of locks that people see ({@code nc:lock-token}), as the desktop client submits them. */
    private static final String FILE_LOCK_TOKEN = "opaquelocktoken:files_lock/";

    /** Finds the resource that a tag names. */
    @FunctionalInterface
    interface Resources {
        /**
         * @param tag an absolute URI or an absolute path, as the client wrote it
         * @return empty for everything outside of what the caller sees: there no test can hold
         */
        Optional<FilePath> find(String tag);
    }

    private final HeaderScanner scanner;
    private final Resources resources;
    private final List<IfList> found = new ArrayList<>();
    private int terms;

    private IfField(String value, Resources resources) {
        this.scanner = new HeaderScanner(value);
        this.resources = resources;
    }

    static List<IfList> parse(String value, Resources resources) {
        return new IfField(value, resources).field();
    }

    private List<IfList> field() {
        scanner.skipSpace();
        // Tagged and untagged lists do not mix.
        if (scanner.peek('<')) {
            while (!scanner.atEnd()) {
                String tag = scanner.anythingInAngleBrackets();
                scanner.skipSpace();
                tagged(tag, lists());
            }
        } else {
            found.add(new IfList(null, lists()));
            scanner.requireEnd();
        }
        return List.copyOf(found);
    }

    private void tagged(String tag, List<List<IfTerm>> lists) {
        if (lists.stream().flatMap(List::stream).allMatch(IfField::isFileLock)) {
            withFileLocks(tag, lists);
            return;
        }
        Optional<FilePath> resource = resources.find(scanner.requireUri(tag));
        found.add(resource.map(path -> new IfList(path, lists)).orElseGet(() -> IfList.elsewhere(lists)));
    }

    /**
     * The desktop client (3.16, {@code propagateuploadng.cpp}, {@code propagateremotedelete.cpp}) builds the tag beside the
     * token of a file's lock without escapes, and without the folder that it synchronises with. Nextcloud does not look
     * at it. So such a list holds for the target of the request as well as for what its tag names: with 412 the client
     * would make a conflict of each save of an open file.
     */
    private void withFileLocks(String tag, List<List<IfTerm>> lists) {
        found.add(new IfList(null, lists));
        try {
            resources.find(tag).ifPresent(path -> found.add(new IfList(path, lists)));
        } catch (RequestRefused _) {
            // A tag that is no URI, as told above: then it names nothing, and the target alone counts.
        }
    }

    private static boolean isFileLock(IfTerm term) {
        return !term.not() && term.state() instanceof IfTerm.Token(String token) && token.startsWith(FILE_LOCK_TOKEN);
    }

    private List<List<IfTerm>> lists() {
        List<List<IfTerm>> lists = new ArrayList<>();
        do {
            lists.add(list());
            scanner.skipSpace();
        } while (scanner.peek('('));
        return lists;
    }

    private List<IfTerm> list() {
        scanner.require('(');
        List<IfTerm> list = new ArrayList<>();
        scanner.skipSpace();
        while (!scanner.take(')')) {
            list.add(term());
            scanner.skipSpace();
        }
        if (list.isEmpty()) {
            throw scanner.refuse("holds an empty list");
        }
        terms += list.size();
        if (terms > TERMS_MAX) {
            throw scanner.refuse("holds more than " + TERMS_MAX + " conditions");
        }
        return list;
    }

    private IfTerm term() {
        boolean not = scanner.takeWord("Not");
        scanner.skipSpace();
        IfTerm term;
        if (scanner.take('[')) {
            term = IfTerm.tag(scanner.entityTag());
            scanner.require(']');
        } else {
            String token = scanner.inAngleBrackets();
            if (token.indexOf(':') <= 0) {
                throw scanner.refuse("holds a state token that is no absolute URI");
            }
            term = IfTerm.token(token);
        }
        return not ? term.negated() : term;
    }
}
