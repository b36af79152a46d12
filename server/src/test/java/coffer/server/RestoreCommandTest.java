package coffer.server;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.base.Actor;
import coffer.base.FilePath;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Upload;
import coffer.files.View;
import coffer.files.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup} and {@code restore} as an operator types them: what comes back, and what is refused without a trace. */
final class RestoreCommandTest {
    private static final String OWNER = "admin";
    private static final byte[] LARGE = content(1, 200_000);
    private static final byte[] SMALL = content(2, 900);

    @TempDir
    Path home;

    private Path data;
    private Path place;
    private Path key;

    @BeforeEach
    void makeABackup() throws IOException {
        data = home.resolve("data");
        place = home.resolve("backup");
        try (Core core = Core.open(settings(data))) {
            FirstStart.administrator(
                    core.accounts().accounts(), "a long enough password", new PrintWriter(new StringWriter()));
            put(core, "large.bin", LARGE);
            put(core, "small.bin", SMALL);
        }
        assertThat(run("backup", "--to", place.toString(), "--data", data.toString()).exit)
                .isZero();
        key = Files.copy(data.resolve("keys/root.key"), home.resolve("root.key"));
    }

    @Test
    void everythingComesBackAndSaysThatItDid() throws IOException {
        Path target = home.resolve("new");
        Ran ran = restore(target, "--root-key", key.toString());
        assertThat(ran.exit).as(ran.text).isZero();
        assertThat(ran.text).contains("missing: 0");
        try (Core core = Core.open(settings(target, "--root-key", key.toString()))) {
            assertThat(get(core, "large.bin")).isEqualTo(LARGE);
            assertThat(get(core, "small.bin")).isEqualTo(SMALL);
            assertThat(core.installation().dataFingerprint()).hasSize(32);
        }
        try (Core core = Core.open(settings(data))) {
            assertThat(core.installation().dataFingerprint()).isEmpty();
        }
        Ran log = run("audit", "show", "--last", "50", "--data", target.toString(), "--root-key", key.toString());
        assertThat(log.text).contains("backup.restored");
        assertThat(run("audit", "verify", "--data", target.toString()).exit).isZero();
    }

    @Test
    void anEmptyDirectoryIsFilledWhereItIs() throws IOException {
        Path target = Files.createDirectory(home.resolve("mounted"));
        Object before = Files.getAttribute(target, "unix:ino");
        assertThat(restore(target, "--root-key", key.toString()).exit).isZero();
        assertThat(Files.getAttribute(target, "unix:ino")).isEqualTo(before);
        assertThat(target.resolve(".restoring")).doesNotExist();
        try (Core core = Core.open(settings(target, "--root-key", key.toString()))) {
            assertThat(get(core, "large.bin")).isEqualTo(LARGE);
        }
    }

    @Test
    void whatIsThereAlreadyIsLeftAlone() throws IOException {
        List<String> before = names();
        Ran ran = restore(data, "--root-key", key.toString());
        assertThat(ran.exit).isEqualTo(1);
        assertThat(ran.text).contains("not empty");
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void withoutTheRightRootKeyNothingIsLeftBehind() throws IOException {
        List<String> before = names();
        Path target = home.resolve("new");
        Ran none = restore(target);
        assertThat(none.exit).isEqualTo(1);
        assertThat(none.text).contains("--root-key").contains("--kit");
        try (Core other = Core.open(settings(home.resolve("other")))) {
            assertThat(other.installation().dataFingerprint()).isEmpty();
        }
        Path wrong = home.resolve("other/keys/root.key");
        Ran ran = restore(target, "--root-key", wrong.toString());
        assertThat(ran.exit).isEqualTo(1);
        assertThat(ran.text).contains("root key");
        assertThat(target).doesNotExist();
        assertThat(names().stream().filter(name -> !name.startsWith("other")).toList())
                .isEqualTo(before);
    }

    @Test
    void theRootKeyBesideTheBackupIsEnough() throws IOException {
        Ran made = run("backup", "--to", place.toString(), "--with-root-key", "--data", data.toString());
        assertThat(made.exit).isZero();
        assertThat(made.text).contains("can read all files");
        Path target = home.resolve("new");
        assertThat(restore(target).exit).isZero();
        try (Core core = Core.open(settings(target))) {
            assertThat(get(core, "small.bin")).isEqualTo(SMALL);
        }
    }

    @Test
    void aKitChecksAndRestores() throws IOException {
        Path kit = home.resolve("kit.txt");
        Files.writeString(
                kit,
                run("storage", "kit", "words", "--data", data.toString()).text.strip());
        Ran checked = run("restore", "--from", place.toString(), "--check", "--kit", kit.toString());
        assertThat(checked.exit).as(checked.text).isZero();
        assertThat(checked.text).contains("missing: 0");
        Path target = home.resolve("new");
        assertThat(restore(target, "--kit", kit.toString()).exit).isZero();
        try (Core core = Core.open(settings(target))) {
            assertThat(get(core, "large.bin")).isEqualTo(LARGE);
        }
        Files.writeString(kit, "abandon ability able");
        assertThat(run("restore", "--from", place.toString(), "--check", "--kit", kit.toString()).exit)
                .isEqualTo(1);
    }

    @Test
    void whatIsMissingIsNamedAsPeopleSeeIt() throws IOException {
        Path copy;
        try (Core core = Core.open(settings(data));
                Stream<Path> all = Files.walk(place.resolve("objects"))) {
            String id = String.valueOf(entry(core, "large.bin").object());
            copy = all.filter(file -> file.getFileName().toString().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(copy);
        assertThat(run("restore", "--from", place.toString(), "--check", "--root-key", key.toString()).exit)
                .isEqualTo(1);
        Path target = home.resolve("new");
        Ran ran = restore(target, "--root-key", key.toString());
        assertThat(ran.exit).isEqualTo(1);
        assertThat(ran.text).contains("missing: 1").contains("admin: /large.bin");
        try (Core core = Core.open(settings(target, "--root-key", key.toString()))) {
            assertThat(get(core, "small.bin")).isEqualTo(SMALL);
        }
    }

    @Test
    void filesOfAnAccountComeWithTheirNamesAndTimes() throws IOException {
        Path one = home.resolve("one");
        assertThat(account(one, OWNER, "--path", "/large.bin").exit).isZero();
        assertThat(one.resolve("large.bin")).hasBinaryContent(LARGE);
        assertThat(one.resolve("small.bin")).doesNotExist();
        Path all = home.resolve("deep/all");
        assertThat(account(all, OWNER).exit).isZero();
        assertThat(all.resolve("small.bin")).hasBinaryContent(SMALL);
        assertThat(Files.getLastModifiedTime(all.resolve("small.bin")).toMillis())
                .isEqualTo(1_700_000_000_000L);
    }

    @Test
    void whatNobodyHasIsRefusedWithoutATrace() throws IOException {
        List<String> before = names();
        assertThat(account(home.resolve("x"), "nobody").text).contains("no account nobody");
        assertThat(account(home.resolve("x"), OWNER, "--path", "/no such file").exit)
                .isEqualTo(1);
        assertThat(account(data, OWNER).exit).isEqualTo(1);
        assertThat(run(
                                "restore",
                                "--from",
                                place.toString(),
                                "--snapshot",
                                "2020",
                                "--check",
                                "--root-key",
                                key.toString())
                        .text)
                .contains("no snapshot 2020");
        assertThat(run("restore", "--from", home.resolve("nowhere").toString(), "--check").text)
                .contains("no backup");
        assertThat(run("restore", "--from", "backup", "--check").exit).isEqualTo(2);
        assertThat(run("backup", "--to", "backup", "--data", data.toString()).exit)
                .isEqualTo(2);
        assertThat(run("backup", "--to", data.toString(), "--data", data.toString()).text)
                .contains("where the content itself");
        assertThat(run("backup", "--to", place.toString(), "--keep", "0", "--data", data.toString()).exit)
                .isEqualTo(2);
        assertThat(names().stream()
                        .filter(name -> !name.contains("audit") && !name.contains("coffer.db"))
                        .toList())
                .isEqualTo(before.stream()
                        .filter(name -> !name.contains("audit") && !name.contains("coffer.db"))
                        .toList());
    }

    @Test
    void snapshotsAreListedWithoutAnyKey() {
        run("backup", "--to", place.toString(), "--data", data.toString());
        Ran ran = run("restore", "--from", place.toString(), "--list");
        assertThat(ran.exit).isZero();
        assertThat(ran.text.lines()).hasSize(2).allMatch(line -> line.matches("[0-9-]+T[0-9]{6}Z(-[0-9]{5})?"));
    }

    private Ran restore(Path target, String... more) {
        return run(Stream.concat(
                        Stream.of("restore", "--from", place.toString(), "--data", target.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private Ran account(Path target, String user, String... more) {
        return run(Stream.concat(
                        Stream.of(
                                "restore",
                                "--from",
                                place.toString(),
                                "--account",
                                user,
                                "--to",
                                target.toString(),
                                "--root-key",
                                key.toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private record Ran(int exit, String text) {}

    private static Ran run(String... words) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text, true);
        int exit = Main.run(words, Map.of(), out, out);
        return new Ran(exit, text.toString());
    }

    private static Settings settings(Path data, String... more) {
        String[] words = Stream.concat(Stream.of("serve", "--data", data.toString()), Stream.of(more))
                .toArray(String[]::new);
        return Main.settings(Main.commandLine(new NoRoot()).parseArgs(words), Map.of());
    }

    /** Only to read settings. */
    private static final class NoRoot extends Main.Root {
        @Override
        int execute(picocli.CommandLine.ParseResult parsed) {
            throw new AssertionError("nothing is run here");
        }

        @Override
        public coffer.server.operator.AuditSource audit() {
            throw new AssertionError("nothing is run here");
        }

        @Override
        public java.util.Optional<String> inputLine() {
            return java.util.Optional.empty();
        }

        @Override
        public java.util.Optional<String> variable(String name) {
            return java.util.Optional.empty();
        }
    }

    /** Every file but those that come and go with a process. */
    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.map(file -> home.relativize(file).toString())
                    .filter(name -> !name.endsWith("-wal") && !name.endsWith("-shm") && !name.endsWith(".lock"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static View view(Core core) {
        Account owner = core.accounts().accounts().byUid(OWNER).orElseThrow();
        return core.files().spaces().home(Actor.system("test"), owner);
    }

    private static void put(Core core, String name, byte[] content) throws IOException {
        Upload upload = new Upload(
                new ByteArrayInputStream(content),
                content.length,
                Instant.ofEpochSecond(1_700_000_000),
                null,
                null,
                Upload.UNKNOWN,
                false,
                Set.of());
        WriteResult result = core.files().write(view(core), FilePath.of(List.of(name)), upload, Conditions.NONE);
        assertThat(result).isInstanceOf(WriteResult.Created.class);
    }

    private static Entry entry(Core core, String name) {
        return core.files().entry(view(core), FilePath.of(List.of(name))).orElseThrow();
    }

    private static byte[] get(Core core, String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var reader = core.files().open(entry(core, name))) {
            reader.transfer(0, reader.sizeBytes(), out);
        }
        return out.toByteArray();
    }

    private static byte[] content(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
