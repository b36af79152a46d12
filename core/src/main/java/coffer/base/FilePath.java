package coffer.base;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from the root of a view to a file: at most {@value #SEGMENTS_MAX} names and {@value #BYTES_MAX} bytes of UTF-8
 * with their separators. The root is the empty path.
 */
public record FilePath(List<FileName> names) {
    /** Deeper trees are no longer made by people; every look-up walks one row a segment. */
    public static final int SEGMENTS_MAX = 128;
    /** PATH_MAX of Linux, beyond which no client could store the file. */
    public static final int BYTES_MAX = 4096;

    public static final FilePath ROOT = new FilePath(List.of());

    public FilePath {
        names = List.copyOf(names);
        if (names.size() > SEGMENTS_MAX) {
            throw new InvalidName("The path is deeper than " + SEGMENTS_MAX + " folders.");
        }
        int bytes = 0;
        for (FileName name : names) {
            bytes += 1 + name.value().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > BYTES_MAX) {
            throw new InvalidName("The path is longer than " + BYTES_MAX + " bytes.");
        }
    }

    /**
     * The path of these segments as they came, in any normalisation form.
     *
     * @throws InvalidName when a segment is no file name, or the path is too deep or too long
     */
    public static FilePath of(List<String> segments) {
        return new FilePath(segments.stream().map(FileName::of).toList());
    }

    public boolean isRoot() {
        return names.isEmpty();
    }

    /** The last name; the root has none. */
    public FileName name() {
        return names.getLast();
    }

    /** The path without its last name; the root has none. */
    public FilePath parent() {
        return new FilePath(names.subList(0, names.size() - 1));
    }

    public FilePath child(FileName name) {
        List<FileName> longer = new ArrayList<>(names);
        longer.add(name);
        return new FilePath(longer);
    }

    /** Whether this is {@code other} or lies below it. */
    public boolean startsWith(FilePath other) {
        return names.size() >= other.names.size()
                && names.subList(0, other.names.size()).equals(other.names);
    }

    /** With a leading slash and unescaped: {@code /Photos/a b.jpg}; the root is {@code /}. */
    @Override
    public String toString() {
        return isRoot() ? "/" : names.stream().map(name -> "/" + name.value()).reduce("", String::concat);
    }
}
