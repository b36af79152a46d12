package coffer.server.webdav;

import coffer.base.FilePath;
import coffer.files.Conditions.IfList;
import coffer.files.Conditions.IfTerm;
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
                Optional<FilePath> resource = resources.find(scanner.inAngleBrackets());
                scanner.skipSpace();
                List<List<IfTerm>> lists = lists();
                found.add(resource.map(path -> new IfList(path, lists)).orElseGet(() -> IfList.elsewhere(lists)));
            }
        } else {
            found.add(new IfList(null, lists()));
            scanner.requireEnd();
        }
        return List.copyOf(found);
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
