package coffer.systemtests.faults;

import coffer.systemtests.DavClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the server really shows of a writer's folder in the trash bin: every item listed, every file of it fetched. */
final class SeenBin {

    private static final String PROPERTIES = "<d:resourcetype/><d:getetag/><d:getcontentlength/><oc:fileid/><oc:size/>"
            + "<nc:trashbin-original-location/><nc:trashbin-deletion-time/>";

    /** @param location where it was, relative to the folder */
    private record Seen(String location, SeenTree part) {}

    private final List<Seen> seen;

    private SeenBin(List<Seen> seen) {
        this.seen = seen;
    }

    /** Reads what was in the folder and now is in the trash bin. */
    static SeenBin read(DavClient dav, String folder) throws IOException {
        var items = new ArrayList<Seen>();
        for (var item : list(dav, folder)) {
            items.add(new Seen(location(item).substring(folder.length()), SeenTree.at(dav, item)));
        }
        return new SeenBin(items);
    }

    /** What the trash bin lists of a folder, the last deleted first. */
    static List<DavClient.Resource> list(DavClient dav, String folder) throws IOException {
        var listed = dav.list(dav.trashRoot() + "/trash", 1, PROPERTIES);
        return listed.subList(1, listed.size()).stream()
                .filter(item -> location(item).startsWith(folder + "/"))
                .toList();
    }

    private static String location(DavClient.Resource item) {
        return "/" + item.property("trashbin-original-location");
    }

    /** Returns the first difference, in words; empty when there is none. */
    Optional<String> differenceTo(Bin expected) {
        var locations = seen.stream().map(Seen::location).toList();
        var wanted = expected.items().stream().map(Bin.Item::location).toList();
        if (!locations.equals(wanted)) {
            return Optional.of("the trash bin holds " + locations + " instead of " + wanted);
        }
        for (int i = 0; i < seen.size(); i++) {
            var difference =
                    seen.get(i).part.differenceTo(expected.items().get(i).part());
            if (difference.isPresent()) {
                return Optional.of("in the trash bin, of what was " + locations.get(i) + ": " + difference.get());
            }
        }
        return Optional.empty();
    }
}
