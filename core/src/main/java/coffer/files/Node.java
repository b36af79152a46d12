package coffer.files;

import coffer.base.AccountId;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import org.jspecify.annotations.Nullable;

/**
 * A row of the tree, as one session sees it. Times are in microseconds since 1970.
 *
 * @param parent the id of the collection it is in, or one of {@link #ROOTS}, {@link #REMOVED}, {@link #MAKING}, {@link #TRASH}
 * @param name within that; at the pseudo-parents an id in decimal
 * @param checksums in wire form, separated by blanks
 * @param propertyBytes the size of its dead properties; 0 when it has none
 * @param uploader who stored the present content; null when nobody had signed in, and for collections
 */
record Node(
        FileId id,
        long parent,
        String name,
        SpaceId space,
        boolean collection,
        ETag etag,
        long sizeBytes,
        long modifiedUs,
        long createdUs,
        long uploadedUs,
        @Nullable ObjectId object,
        String checksums,
        long propertyBytes,
        @Nullable AccountId uploader) {
    /** The parent of the roots of spaces. */
    static final long ROOTS = 0;

    /** The parent of what has been removed and waits to be swept. */
    static final long REMOVED = -1;

    /** The parent of copies that are being made. */
    static final long MAKING = -2;

    /** The parent of what has been removed and is kept ({@link Retention}). */
    static final long TRASH = -3;

    /** The parent of what is on its way to another space. */
    static final long MOVING = -4;

    /** The name of a row at a pseudo-parent. */
    static String nameOf(FileId id) {
        return Long.toString(id.value());
    }

    Node withPlace(long newParent, String newName) {
        return new Node(
                id,
                newParent,
                newName,
                space,
                collection,
                etag,
                sizeBytes,
                modifiedUs,
                createdUs,
                uploadedUs,
                object,
                checksums,
                propertyBytes,
                uploader);
    }

    Node withTimes(ETag newEtag, long newModifiedUs, long newCreatedUs) {
        return new Node(
                id,
                parent,
                name,
                space,
                collection,
                newEtag,
                sizeBytes,
                newModifiedUs,
                newCreatedUs,
                uploadedUs,
                object,
                checksums,
                propertyBytes,
                uploader);
    }

    Node withChecksums(String newChecksums) {
        return new Node(
                id,
                parent,
                name,
                space,
                collection,
                etag,
                sizeBytes,
                modifiedUs,
                createdUs,
                uploadedUs,
                object,
                newChecksums,
                propertyBytes,
                uploader);
    }
}
