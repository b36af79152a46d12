package coffer.files;

import coffer.base.Checksum;
import coffer.base.FileId;
import coffer.base.FileName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rows as a view shows them. */
final class Entries {
    private Entries() {}

    static Entry of(View view, Node node) {
        return of(view, Rights.in(view), node);
    }

    /** @param rights those of the view, looked up once for many rows */
    static Entry of(View view, Rights rights, Node node) {
        boolean root = node.id().equals(view.root());
        return new Entry(
                node.id(),
                root ? null : new FileId(node.parent()),
                root ? null : new FileName(node.name()),
                node.collection(),
                node.etag(),
                node.sizeBytes(),
                FileTimes.ofMicros(node.modifiedUs()),
                FileTimes.ofMicros(node.createdUs()),
                FileTimes.ofMicros(node.uploadedUs()),
                node.object(),
                checksums(node.checksums()),
                rights.of(isHome(view, node.id()), node.collection()),
                view.owner(),
                view.space(),
                node.uploader(),
                view.grant(),
                root && view.grant().kind() == Grant.Kind.RECEIVED);
    }

    /** Members of a collection, as many as one page may carry. */
    static List<Entry> page(View view, List<Node> members) {
        List<Entry> page = new ArrayList<>(members.size());
        Rights rights = Rights.in(view);
        long propertyBytes = 0;
        for (Node member : members) {
            if (propertyBytes > Files.PAGE_PROPERTY_BYTES) {
                break;
            }
            page.add(of(view, rights, member));
            propertyBytes += member.propertyBytes();
        }
        return page;
    }

    /** Whether this is the root of what is somebody's own. */
    static boolean isHome(View view, FileId id) {
        return id.equals(view.root()) && view.grant().kind() == Grant.Kind.OWN;
    }

    /** Reads column {@code node.checksums}. */
    static List<Checksum> checksums(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<Checksum> checksums = new ArrayList<>();
        for (String one : text.split(" ", -1)) {
            checksums.add(
                    Checksum.parse(one).orElseThrow(() -> new IllegalStateException("not a stored checksum: " + one)));
        }
        return checksums;
    }

    /** The form of column {@code node.checksums}: one for each algorithm, the best first. */
    static String text(List<Checksum> checksums) {
        Map<Checksum.Algorithm, Checksum> byAlgorithm = new TreeMap<>();
        checksums.forEach(checksum -> byAlgorithm.put(checksum.algorithm(), checksum));
        return byAlgorithm.values().stream().map(Checksum::toString).collect(Collectors.joining(" "));
    }
}
