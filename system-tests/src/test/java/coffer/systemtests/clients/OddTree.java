package coffer.systemtests.clients;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tree that every synchronising client has to bring over: 2,000 files in 100 folders, names from many scripts and with every
 * character that some layer likes to interpret, empty files and folders, old and new times.
 */
final class OddTree {

    static final int FOLDERS = 100;
    static final int FILES = 2_000;
    static final long BIG_FILE_BYTES = 1L << 30;
    static final String BIG_FILE = "one GiB.bin";

    static final int SMALL_FILES = 60;
    private static final int SMALL_FOLDERS = 6;
    private static final int CHUNKED_BYTES = 12 << 20;
    private static final int FILES_PER_FOLDER = FILES / FOLDERS;
    private static final int SMALL_BYTES_MAX = 24_000;
    private static final Instant OLDEST = Instant.parse("2001-02-03T04:05:06Z");
    private static final long TIME_SPAN_SECONDS = 24L * 365 * 24 * 3600;

    /** Composed and decomposed forms are written as escapes, because editors like to change them. */
    private static final List<String> ODD_NAMES = List.of(
            "100%.txt",
            "100%25.txt",
            "%2e%2e%2fetc.txt",
            "a;b",
            "a;b=c;d.txt",
            "#hash#.txt",
            "question?.txt",
            "star*.txt",
            "co:lon.txt",
            "qu\"ote's.txt",
            "less<more>.txt",
            "pi|pe.txt",
            "plus+plus & amp; = equals.txt",
            "comma,at@dollar$bang!.txt",
            "(round) [square] {curly}.txt",
            "caret^grave`.txt",
            "two  blanks   three.txt",
            ".hidden",
            "..two dots",
            "no extension",
            "many.dots.in.a.name.tar.gz",
            "Case.txt",
            "case.txt",
            "caf\u00e9 composed.txt",
            "cafe\u0301 decomposed.txt",
            "\u1100\u1161\u11a8 jamo.txt",
            "A\u030angstro\u0308m.txt",
            "\u041f\u0440\u0438\u0432\u0435\u0442.txt",
            "\u4e2d\u6587\u6587\u4ef6.txt",
            "\u65e5\u672c\u8a9e\u306e\u30d5\u30a1\u30a4\u30eb.txt",
            "\u0645\u0631\u062d\u0628\u0627.txt",
            "\u05e9\u05dc\u05d5\u05dd.txt",
            "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35.txt",
            "\ud83d\ude00 smile.txt",
            "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 family.txt",
            "\ud835\udd18nicode.txt",
            "x".repeat(200) + ".txt",
            "remote.php",
            "index.html",
            "-dash first",
            "con.txt");

    private OddTree() {}

    /** What is known of a file or folder: time is that of files only, in whole seconds. */
    record Found(boolean folder, long sizeBytes, String sha256, long modifiedSeconds) {}

    /** Makes the tree below {@code top}, the same each time. Without the big file. */
    static void create(Path top) throws IOException {
        var random = new Random(20_241_105);
        var folders = new ArrayList<Path>();
        for (int i = 0; i < FOLDERS; i++) {
            var name = i < ODD_NAMES.size() ? "in " + ODD_NAMES.get(i) : "folder " + i;
            var parent = i % 5 == 4 ? folders.get(random.nextInt(folders.size())) : top;
            folders.add(Files.createDirectory(parent.resolve(name)));
        }
        for (int i = 0; i < FILES; i++) {
            // Every odd name occurs in many folders; the rest is filled with plain ones.
            int inFolder = i / FOLDERS;
            var name = inFolder < FILES_PER_FOLDER / 2
                    ? ODD_NAMES.get((i * 7 + inFolder) % ODD_NAMES.size())
                    : "file " + inFolder;
            var folder = folders.get(i % FOLDERS);
            var file = folder.resolve(name);
            write(Files.exists(file) ? folder.resolve("again " + inFolder) : file, random);
        }
        Files.createDirectory(top.resolve("empty"));
        Files.createDirectories(top.resolve("empty in").resolve("empty \ud83d\ude00"));
    }

    /** A tree of {@link #SMALL_FILES} files with every odd name, and a file that clients send in chunks. */
    static void createSmall(Path top) throws IOException {
        var random = new Random(20_261_122);
        for (int i = 0; i < SMALL_FILES - 1; i++) {
            var name = i < ODD_NAMES.size() ? ODD_NAMES.get(i) : "file " + i;
            var folder = Files.createDirectories(top.resolve("in " + ODD_NAMES.get(i % SMALL_FOLDERS)));
            write(folder.resolve(name), random);
        }
        var bytes = new byte[CHUNKED_BYTES];
        random.nextBytes(bytes);
        Files.write(top.resolve("twelve MiB.bin"), bytes);
        Files.createDirectories(top.resolve("empty in").resolve("empty \ud83d\ude00"));
    }

    private static void write(Path file, Random random) throws IOException {
        var bytes = new byte[random.nextInt(10) == 0 ? 0 : random.nextInt(SMALL_BYTES_MAX)];
        random.nextBytes(bytes);
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.from(OLDEST.plusSeconds(random.nextLong(TIME_SPAN_SECONDS))));
    }

    /** Makes a file of {@link #BIG_FILE_BYTES} bytes in which no two blocks are equal. */
    static void createBigFile(Path file) throws IOException {
        var block = new byte[1 << 20];
        new Random(1 << 30).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long number = 0; number < BIG_FILE_BYTES / block.length; number++) {
                ByteBuffer.wrap(block).putLong(0, number);
                out.write(block);
            }
        }
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path top) throws IOException {
        try (var files = Files.walk(top)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Returns what lies below {@code top}, by path relative to it, after NFC. Files that begin with a name in {@code except} are left out. */
    static SortedMap<String, Found> read(Path top, List<String> except) throws IOException {
        var found = new TreeMap<String, Found>();
        try (var files = Files.walk(top)) {
            files.filter(file -> !file.equals(top))
                    .filter(file -> except.stream()
                            .noneMatch(name -> file.getFileName().toString().startsWith(name)))
                    .forEach(file -> {
                        var path = Normalizer.normalize(top.relativize(file).toString(), Normalizer.Form.NFC);
                        if (found.put(path, look(file)) != null) {
                            throw new AssertionError("two files are the same after NFC: " + path);
                        }
                    });
        }
        return found;
    }

    private static Found look(Path file) {
        try {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                return new Found(true, 0, "", 0);
            }
            return new Found(
                    false,
                    Files.size(file),
                    sha256(file),
                    Files.getLastModifiedTime(file).toInstant().getEpochSecond());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
