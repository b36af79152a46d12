package coffer.server.webdav;

import coffer.files.EntityTags;
import java.util.ArrayList;
import java.util.List;

/** Reads the value of {@code If-Match} or {@code If-None-Match} (RFC 9110, sections 13.1.1 and 13.1.2). */
final class EntityTagField {

    /** Tags of one field; nobody has a use for more. */
    static final int TAGS_MAX = 100;

    private EntityTagField() {}

    static EntityTags parse(String value) {
        HeaderScanner scanner = new HeaderScanner(value);
        scanner.skipSpace();
        if (scanner.take('*')) {
            scanner.skipSpace();
            scanner.requireEnd();
            return EntityTags.ANY;
        }
        List<EntityTags.Tag> tags = new ArrayList<>();
        while (!scanner.atEnd()) {
            // RFC 9110, section 5.6.1.2: a recipient ignores a reasonable number of empty list elements.
            if (!scanner.take(',')) {
                tags.add(scanner.entityTag());
                if (tags.size() > TAGS_MAX) {
                    throw scanner.refuse("holds more than " + TAGS_MAX + " entity tags");
                }
                scanner.skipSpace();
                if (!scanner.atEnd()) {
                    scanner.require(',');
                }
            }
            scanner.skipSpace();
        }
        if (tags.isEmpty()) {
            throw scanner.refuse("holds no entity tag");
        }
        return EntityTags.of(tags);
    }
}
