package coffer.backup;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whose backups a place holds: one installation's, as a small file in it says from the beginning. Stateless. */
final class Ownership {
    private static final String DIRECTORY = "about";
    private static final String FILE = "installation";

    /** Enough to come upon something where there is something. */
    private static final int PAGES = 256;

    private Ownership() {}

    /**
     * Makes sure that the place is this installation's, or becomes it.
     *
     * @param store where the installation's own objects are
     * @throws BackupRefused when it is another's, or holds objects that came from elsewhere; nothing was written
     */
    static void claim(BackupPlace place, String store, String installation) {
        if (place.objects().place().equals(store)) {
            throw new BackupRefused("The backup cannot lie where the content itself does: " + store + ".");
        }
        Optional<String> owner = of(place);
        if (owner.isPresent()) {
            if (!owner.get().equals(installation)) {
                throw new BackupRefused(place.place() + " holds backups of another installation, " + owner.get()
                        + ". Name another place.");
            }
            return;
        }
        if (!place.objects().list("", PAGES).found().isEmpty()) {
            throw new BackupRefused(
                    place.place()
                            + " holds objects that no backup has put there: a data directory, or the content of a server. Name another place.");
        }
        place.write(DIRECTORY, FILE, installation.getBytes(StandardCharsets.UTF_8));
    }

    /** The id of the installation; empty where there is no backup. */
    static Optional<String> of(BackupPlace place) {
        return place.read(DIRECTORY, FILE).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
