package coffer.files;

import coffer.base.AccountId;
import coffer.base.Checksum;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file or collection as one view shows it at one moment. All fields come from one row, so that a listing of depth 0
 * and one of depth 1 show the same entity tag.
 *
 * @param id stable over renames and moves, never reused
 * @param parent null at the root of the view
 * @param name null at the root of the view
 * @param etag strong; see the promises of this package
 * @param sizeBytes the content's length; of a collection the sum of all files below it
 * @param modified as the client set it, or the time of the last write; of a collection the last change below it
 * @param created as the client set it, or the time it was first stored here
 * @param uploaded when its present content arrived; of a collection when it was made
 * @param object the content; null for collections
 * @param checksums those a client announced (and that held), or had calculated since the last write
 * @param rights what the holder of the view may do with it
 * @param owner the account of the space
 * @param uploader who stored the present content; null when nobody had signed in, and for collections
 * @param grant by what the holder of the view sees it
 * @param mountRoot whether it is what was shared with them itself, and not something in it
 */
public record Entry(
        FileId id,
        @Nullable FileId parent,
        @Nullable FileName name,
        boolean collection,
        ETag etag,
        long sizeBytes,
        Instant modified,
        Instant created,
        Instant uploaded,
        @Nullable ObjectId object,
        List<Checksum> checksums,
        Set<Right> rights,
        AccountId owner,
        SpaceId space,
        @Nullable AccountId uploader,
        Grant grant,
        boolean mountRoot) {
    public Entry {
        checksums = List.copyOf(checksums);
        rights = Set.copyOf(rights);
    }

    /** The same with a name, for the root of a view that somebody shows under one. */
    public Entry named(FileName newName) {
        return new Entry(
                id,
                parent,
                newName,
                collection,
                etag,
                sizeBytes,
                modified,
                created,
                uploaded,
                object,
                checksums,
                rights,
                owner,
                space,
                uploader,
                grant,
                mountRoot);
    }

    /** The same with another entity tag. */
    Entry tagged(ETag newEtag) {
        return new Entry(
                id,
                parent,
                name,
                collection,
                newEtag,
                sizeBytes,
                modified,
                created,
                uploaded,
                object,
                checksums,
                rights,
                owner,
                space,
                uploader,
                grant,
                mountRoot);
    }

    /** The same file with another content, that it has or had. */
    public Entry withContent(
            ObjectId newObject, long newSizeBytes, ETag newEtag, Instant newModified, List<Checksum> newChecksums) {
        return new Entry(
                id,
                parent,
                name,
                collection,
                newEtag,
                newSizeBytes,
                newModified,
                created,
                uploaded,
                newObject,
                newChecksums,
                rights,
                owner,
                space,
                uploader,
                grant,
                mountRoot);
    }

    /** Whether its content may be fetched. */
    public boolean mayDownload() {
        return may(Right.READ) && !grant.viewOnly();
    }

    /** Whether the holder of the view may do this with it. */
    public boolean may(Right right) {
        return rights.contains(right);
    }
}
