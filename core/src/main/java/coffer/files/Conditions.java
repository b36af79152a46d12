package coffer.files;

import coffer.base.ETag;
import coffer.base.FilePath;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On what state of the tree a request depends. Evaluated in the transaction of the change, so that nothing can come
 * between the test and the change.
 *
 * @param ifMatch RFC 9110 § 13.1.1; null when the field is absent
 * @param ifNoneMatch RFC 9110 § 13.1.2; null when the field is absent
 * @param ifUnmodifiedSince RFC 9110 § 13.1.4, in whole seconds; not looked at beside {@code ifMatch}
 * @param ifHeader the {@code If} field of RFC 4918 § 10.4; holds when one of its lists holds, and when it is absent
 * @param lockTokens the tokens the request submits: all that stand in the {@code If} field, negated ones too
 */
public record Conditions(
        @Nullable EntityTags ifMatch,
        @Nullable EntityTags ifNoneMatch,
        @Nullable Instant ifUnmodifiedSince,
        List<IfList> ifHeader,
        Set<String> lockTokens) {
    private static final long MICROS_PER_SECOND = 1_000_000;

    public static final Conditions NONE = new Conditions(null, null, null, List.of(), Set.of());

    /** Only if nothing is there yet: {@code If-None-Match: *}. */
    public static final Conditions ABSENT = new Conditions(null, EntityTags.ANY, null, List.of(), Set.of());

    public Conditions {
        ifHeader = List.copyOf(ifHeader);
        lockTokens = Set.copyOf(lockTokens);
    }

    /** The conditions of a request with these fields; the lock tokens are those of its {@code If} field. */
    public static Conditions of(
            @Nullable EntityTags ifMatch,
            @Nullable EntityTags ifNoneMatch,
            @Nullable Instant ifUnmodifiedSince,
            List<IfList> ifHeader) {
        Set<String> tokens = new LinkedHashSet<>();
        for (IfList list : ifHeader) {
            for (List<IfTerm> terms : list.lists()) {
                for (IfTerm term : terms) {
                    if (term.state() instanceof IfTerm.Token(String token)) {
                        tokens.add(token);
                    }
                }
            }
        }
        return new Conditions(ifMatch, ifNoneMatch, ifUnmodifiedSince, ifHeader, tokens);
    }

    /** Whether one of these depends on the entity tag of the target. */
    boolean nameTags() {
        return ifMatch != null || ifNoneMatch != null;
    }

    /**
     * The first field, the {@code If} field apart, that does not hold for a target in this state (RFC 9110 § 13.2.2).
     *
     * @param node null when nothing is there
     * @param etag of the node; null when nothing is there, and not looked at when no condition names tags
     */
    Optional<Field> failing(@Nullable Node node, @Nullable ETag etag) {
        if (ifMatch != null) {
            if (!ifMatch.matchStrongly(etag)) {
                return Optional.of(Field.IF_MATCH);
            }
        } else if (ifUnmodifiedSince != null && node != null) {
            // What is not there has no date, and then the field is not looked at.
            if (Math.floorDiv(node.modifiedUs(), MICROS_PER_SECOND) > ifUnmodifiedSince.getEpochSecond()) {
                return Optional.of(Field.IF_UNMODIFIED_SINCE);
            }
        }
        return ifNoneMatch != null && ifNoneMatch.matchWeakly(etag)
                ? Optional.of(Field.IF_NONE_MATCH)
                : Optional.empty();
    }

    /** Which field has not held. */
    public enum Field {
        IF_MATCH,
        IF_NONE_MATCH,
        IF_UNMODIFIED_SINCE,
        IF
    }

    /**
     * One resource of the {@code If} field with its lists. A resource holds when one of its lists holds, a list when all
     * of its terms do.
     *
     * @param resource null for the target of the request (an untagged list)
     * @param elsewhere the tag names something outside the view, where no state is known and every test is false
     */
    public record IfList(@Nullable FilePath resource, boolean elsewhere, List<List<IfTerm>> lists) {
        public IfList {
            if (elsewhere && resource != null) {
                throw new IllegalArgumentException("a resource elsewhere has no path here");
            }
            lists = lists.stream().map(List::copyOf).toList();
        }

        public IfList(@Nullable FilePath resource, List<List<IfTerm>> lists) {
            this(resource, false, lists);
        }

        public static IfList elsewhere(List<List<IfTerm>> lists) {
            return new IfList(null, true, lists);
        }
    }

    /** One test of a list: the resource has this state, or with {@code Not} it has it not. */
    public record IfTerm(boolean not, State state) {
        public sealed interface State {}

        /** A state token, {@code <opaquelocktoken:…>}, without the brackets: the resource is covered by that lock. */
        public record Token(String token) implements State {}

        /** An entity tag, {@code ["…"]}: the resource exists with it. Compared strongly. */
        public record Tag(EntityTags.Tag tag) implements State {}

        public static IfTerm token(String token) {
            return new IfTerm(false, new Token(token));
        }

        public static IfTerm tag(EntityTags.Tag tag) {
            return new IfTerm(false, new Tag(tag));
        }

        /** The same test with {@code Not} before it. */
        public IfTerm negated() {
            return new IfTerm(!not, state);
        }
    }
}
