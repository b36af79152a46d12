package coffer.backup;

import coffer.base.ObjectId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a snapshot consists of: the last piece that a backup writes, and the first that a restore reads. As text it has one fact a line,
 * words separated by blanks.
 *
 * @param name of its file in the place
 * @param made when its rows were read
 * @param program version of the program that made it
 * @param installation id of the installation
 * @param database {@code sqlite} or {@code postgresql}
 * @param migrations that its tables have seen, in their order
 * @param streams in the order in which they are to be put back
 * @param objects with bytes of their own
 * @param objectBytes their stored bytes
 * @param damaged objects that rows name and that were damaged or missing already, each with what was wrong
 */
record Snapshot(
        String name,
        Instant made,
        String program,
        String installation,
        String database,
        List<String> migrations,
        List<StreamRef> streams,
        long objects,
        long objectBytes,
        Map<ObjectId, String> damaged) {
    static final String OBJECTS = "objects";
    static final String TABLE = "table:";
    static final String FILE = "file:";

    private static final String FIRST_LINE = "coffer backup 1";
    private static final String NONE = "-";
    private static final int STREAM_WORDS = 5;

    Snapshot {
        migrations = List.copyOf(migrations);
        streams = List.copyOf(streams);
        damaged = Map.copyOf(damaged);
    }

    /** The only stream of this name. */
    Optional<StreamRef> stream(String called) {
        return streams.stream().filter(stream -> stream.name().equals(called)).findFirst();
    }

    byte[] encode() {
        List<String> lines = new ArrayList<>(List.of(
                FIRST_LINE,
                "name " + name,
                "made " + made,
                "program " + program,
                "installation " + installation,
                "database " + database,
                "migrations " + joined(migrations),
                "objects " + objects,
                "bytes " + objectBytes));
        for (StreamRef stream : streams) {
            String lists =
                    joined(stream.lists().stream().map(ObjectId::toString).toList());
            lines.add(
                    "stream " + stream.name() + " " + stream.records() + " " + lists + " " + joined(stream.columns()));
        }
        damaged.forEach((object, detail) -> lines.add("damaged " + object + " " + detail.replace('\n', ' ')));
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws BackupRefused when this is no snapshot, or one of a newer program */
    static Snapshot decode(byte[] bytes) {
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw new BackupRefused("This snapshot was made by a newer program: it does not begin with \"" + FIRST_LINE
                    + "\". Use that program.");
        }
        Map<String, String> facts = new HashMap<>();
        List<StreamRef> streams = new ArrayList<>();
        Map<ObjectId, String> damaged = new HashMap<>();
        try {
            for (String line : lines.subList(1, lines.size())) {
                String[] fact = line.split(" ", 2);
                switch (fact[0]) {
                    case "stream" -> streams.add(parse(line));
                    case "damaged" -> {
                        String[] words = line.split(" ", 3);
                        damaged.put(new ObjectId(UUID.fromString(words[1])), words[2]);
                    }
                    default -> facts.put(fact[0], fact[1]);
                }
            }
            return new Snapshot(
                    fact(facts, "name"),
                    Instant.parse(fact(facts, "made")),
                    fact(facts, "program"),
                    fact(facts, "installation"),
                    fact(facts, "database"),
                    split(fact(facts, "migrations")),
                    streams,
                    Long.parseLong(fact(facts, "objects")),
                    Long.parseLong(fact(facts, "bytes")),
                    damaged);
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            throw new BackupRefused("This snapshot cannot be read: " + e.getMessage(), e);
        }
    }

    private static StreamRef parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != STREAM_WORDS) {
            throw new IllegalArgumentException("a stream has " + words.length + " words");
        }
        List<ObjectId> lists = split(words[3]).stream()
                .map(id -> new ObjectId(UUID.fromString(id)))
                .toList();
        return new StreamRef(words[1], split(words[4]), Long.parseLong(words[2]), lists);
    }

    private static String fact(Map<String, String> facts, String name) {
        String value = facts.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it does not say its " + name);
        }
        return value;
    }

    private static String joined(List<String> words) {
        return words.isEmpty() ? NONE : words.stream().collect(Collectors.joining(","));
    }

    private static List<String> split(String words) {
        return words.equals(NONE) ? List.of() : Arrays.asList(words.split(",", -1));
    }
}
