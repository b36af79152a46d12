package coffer.server.webdav;

import coffer.base.FilePath;
import coffer.files.Entry;
import coffer.locks.ActiveLock;
import coffer.locks.LockScope;
import coffer.server.webdav.FileResource.Listing;
import java.io.IOException;
import java.time.Duration;

/** How locks are told (RFC 4918, sections 14.1 and 15.8). */
final class LockXml {

    private LockXml() {}

    /**
     * Writes one {@code activelock}. The token is part of it for everybody who may see the resource, as the RFC allows:
     * knowing it is no right.
     *
     * @param entry the resource that the lock covers
     */
    static void activeLock(ActiveLock lock, Entry entry, Listing listing, XmlBuffer out) throws IOException {
        boolean exclusive = lock.scope() == LockScope.EXCLUSIVE;
        out.raw("<d:activelock><d:locktype><d:write/></d:locktype><d:lockscope>")
                .raw(exclusive ? "<d:exclusive/>" : "<d:shared/>")
                .raw("</d:lockscope><d:depth>")
                .raw(lock.depthInfinity() ? "infinity" : "0")
                .raw("</d:depth>");
        if (!lock.ownerXml().isEmpty()) {
            out.raw("<d:owner>").raw(lock.ownerXml()).raw("</d:owner>");
        }
        long seconds =
                Math.max(0, Duration.between(listing.now(), lock.expires()).toSeconds());
        // What covers this entry is itself, or a collection above it.
        boolean collection = entry.collection() || !entry.id().equals(lock.root());
        out.raw("<d:timeout>Second-")
                .number(seconds)
                .raw("</d:timeout><d:locktoken><d:href>")
                .text(lock.token())
                .raw("</d:href></d:locktoken><d:lockroot><d:href>")
                .raw(href(listing.rootHref(), lock.path(), collection))
                .raw("</d:href></d:lockroot></d:activelock>");
    }

    /** The href of a path in a view; every collection ends with a slash. */
    static String href(String rootHref, FilePath path, boolean collection) {
        return rootHref + (path.isRoot() ? "" : Href.encode(path.toString())) + (collection ? "/" : "");
    }
}
