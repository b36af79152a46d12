package coffer.files;

import coffer.base.ETag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code If-Match} or {@code If-None-Match}: {@code *}, or a list of entity tags (RFC 9110 § 13.1).
 *
 * @param any {@code *}: whatever exists
 * @param tags empty with {@code *}
 */
public record EntityTags(boolean any, List<Tag> tags) {
    public static final EntityTags ANY = new EntityTags(true, List.of());

    public EntityTags {
        tags = List.copyOf(tags);
        if (any == !tags.isEmpty()) {
            throw new IllegalArgumentException("either * or at least one entity tag");
        }
    }

    public static EntityTags of(ETag tag) {
        return of(List.of(new Tag(false, tag.hex())));
    }

    public static EntityTags of(List<Tag> tags) {
        return new EntityTags(false, tags);
    }

    /**
     * An entity tag as a client sent it, perhaps not one of ours.
     *
     * @param opaque what stands between the quotes
     */
    public record Tag(boolean weak, String opaque) {
        /** Strong comparison (RFC 9110 § 8.8.3.2): our tags are all strong, so a weak one never matches. */
        public boolean is(ETag current) {
            return !weak && opaque.equals(current.hex());
        }
    }

    /** {@code If-Match}: strong comparison; nothing matches what does not exist. */
    boolean matchStrongly(@Nullable ETag current) {
        return current != null && (any || tags.stream().anyMatch(tag -> tag.is(current)));
    }

    /** {@code If-None-Match}: weak comparison, which overlooks {@code W/}. */
    boolean matchWeakly(@Nullable ETag current) {
        return current != null
                && (any || tags.stream().anyMatch(tag -> tag.opaque().equals(current.hex())));
    }
}
