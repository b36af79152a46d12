package coffer.uploads;

import coffer.files.Spot;
import org.jspecify.annotations.Nullable;

/**
 * What a client says ahead about the file that its chunks will become. Serves to refuse early what could not be
 * assembled; assembling itself checks everything again.
 *
 * @param totalBytes its length, or {@link #UNKNOWN} ({@code OC-Total-Length})
 * @param destination where it will be; null when the client has not said so, or not in a way that can be understood, and then it is taken
 *     to be somewhere in the view of the upload
 */
public record Announced(long totalBytes, @Nullable Spot destination) {
    /** No length was announced. */
    public static final long UNKNOWN = -1;

    public static final Announced NOTHING = new Announced(UNKNOWN, null);

    public Announced {
        if (totalBytes < UNKNOWN) {
            throw new IllegalArgumentException("a length is not negative");
        }
    }
}
