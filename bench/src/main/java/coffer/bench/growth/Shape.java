package coffer.bench.growth;

/**
 * A tree of files in leaf folders of {@value #LEAF}, below two levels of folders with {@value #FAN} members each. Paths are as long and
 * folders as wide in a small tree as in a large one; only the top has more members.
 *
 * @param top path of the top folder, one segment with a slash before it
 * @param files a multiple of {@value #LEAF}
 */
public record Shape(String top, int files) {

    /** Files in a leaf folder. */
    public static final int LEAF = 500;

    /** Folders in a folder of the two middle levels. */
    public static final int FAN = 20;

    public Shape {
        if (!top.matches("/[a-z0-9-]+")) {
            throw new IllegalArgumentException("not one plain segment: " + top);
        }
        if (files <= 0 || files % LEAF != 0) {
            throw new IllegalArgumentException(files + " files do not fill folders of " + LEAF);
        }
    }

    public int leaves() {
        return files / LEAF;
    }

    int groups() {
        return (leaves() + FAN - 1) / FAN;
    }

    int branches() {
        return (groups() + FAN - 1) / FAN;
    }

    /** All folders with the top, without the leaves: a walk through them sees the entity tag of every leaf. */
    public int foldersAboveLeaves() {
        return 1 + branches() + groups();
    }

    /** The path of a leaf folder, numbered from 0 on. */
    public String leaf(int number) {
        var group = number / FAN;
        return "%s/branch-%d/group-%d/leaf-%d".formatted(top, group / FAN, group, number);
    }
}
