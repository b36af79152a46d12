package coffer.systemtests.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.systemtests.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layer itself: what was not synced is really lost, and what was synced really stays. Otherwise it would prove nothing. */
class TestDiskFaultTest {

    @TempDir
    Path home;

    private TestDisk disk;
    private DiskProbe probe;

    @BeforeEach
    void start() throws IOException {
        disk = TestDisk.recording(home);
        probe = DiskProbe.on(disk);
    }

    @AfterEach
    void stop() throws Exception {
        probe.kill();
        disk.close();
    }

    private void run(String... commands) throws IOException {
        for (var command : commands) {
            assertThat(probe.run(command)).as(command).isEqualTo("done");
        }
    }

    private void losePower(Survival survival) throws Exception {
        probe.kill();
        disk.losePower(survival);
    }

    private Path file(String name) {
        return disk.directory().resolve(name);
    }

    @Nested
    class Contents {

        @Test
        void whatWasWrittenAfterTheLastSyncIsLost() throws Exception {
            run("write f 0 synced-", "sync f", "sync .", "write f 7 never-synced");
            assertThat(file("f")).hasContent("synced-never-synced");

            losePower(Survival.NOTHING);

            assertThat(file("f")).hasContent("synced-");
        }

        @Test
        void anOverwriteInPlaceIsUndone() throws Exception {
            run("write f 0 aaaaaaaa", "sync f", "sync .", "write f 2 bbb", "sync f", "write f 4 ccc");

            losePower(Survival.NOTHING);

            assertThat(file("f")).hasContent("aabbbaaa");
        }

        @Test
        void aTruncationIsUndoneUnlessSynced() throws Exception {
            run("write f 0 aaaaaaaa", "write g 0 aaaaaaaa", "sync f", "sync g", "sync .");
            run("truncate f 2", "truncate g 2", "sync g", "stream f bb");

            losePower(Survival.NOTHING);

            assertThat(file("f")).hasContent("aaaaaaaa");
            assertThat(file("g")).hasContent("aa");
        }

        @Test
        void aSynchronousWriteNeedsNoSync() throws Exception {
            run("write f 0 old", "sync .", "write-durably f 0 new");

            losePower(Survival.NOTHING);

            assertThat(file("f")).hasContent("new");
        }

        @Test
        void ofAnUnsyncedWriteAnySectorsSurvive() throws Exception {
            run("fill f 0 8192 a", "sync f", "sync .", "fill f 0 8192 b");
            var random = new Random(Seeds.of("sectors"));
            probe.kill();

            disk.losePower(() -> () -> random.nextInt(2) == 0);

            var text = Files.readString(file("f"));
            assertThat(text).hasSize(8192).contains("a").contains("b");
            for (int sector = 0; sector < 16; sector++) {
                assertThat(text.substring(512 * sector, 512 * (sector + 1))).matches("a+|b+");
            }
        }
    }

    @Nested
    class Names {

        @Test
        void aNewFileIsLostWithoutASyncOfItsDirectory() throws Exception {
            run("write f 0 x", "sync f", "write g 0 y", "sync g", "sync .", "write h 0 z", "sync h");

            losePower(Survival.NOTHING);

            assertThat(file("f")).hasContent("x");
            assertThat(file("g")).hasContent("y");
            assertThat(file("h")).doesNotExist();
        }

        @Test
        void aNameMayOutliveItsBytes() throws Exception {
            run("write f 0 x", "sync .");

            losePower(Survival.NOTHING);

            assertThat(file("f")).isEmptyFile();
        }

        @Test
        void eachDirectoryOnTheWayMustBeSynced() throws Exception {
            run("mkdir a", "mkdir a/b", "write a/b/f 0 x", "sync a/b/f", "sync a/b", "sync .");

            losePower(Survival.NOTHING);

            assertThat(file("a")).isEmptyDirectory();
        }

        @Test
        void aRenameIsUndoneAsAWhole() throws Exception {
            run(
                    "write old 0 x",
                    "write kept 0 y",
                    "sync old",
                    "sync kept",
                    "sync .",
                    "rename old new",
                    "rename kept new");

            losePower(Survival.NOTHING);

            assertThat(file("old")).hasContent("x");
            assertThat(file("kept")).hasContent("y");
            assertThat(file("new")).doesNotExist();
        }

        @Test
        void betweenDirectoriesEachSideOfARenameIsSyncedAlone() throws Exception {
            run("mkdir a", "mkdir b", "write a/x 0 x", "write a/y 0 y", "sync a/x", "sync a/y", "sync a", "sync .");
            run("rename a/x b/x", "sync b", "rename a/y b/y", "sync a");

            losePower(Survival.NOTHING);

            assertThat(file("a")).isEmptyDirectory();
            assertThat(file("b/x")).hasContent("x");
            assertThat(file("b/y")).doesNotExist();
        }

        @Test
        void whatWasRemovedComesBackWithoutASync() throws Exception {
            run("write f 0 x", "write g 0 y", "sync f", "sync g", "sync .", "remove f", "sync .", "remove g");

            losePower(Survival.NOTHING);

            assertThat(file("f")).doesNotExist();
            assertThat(file("g")).hasContent("y");
        }

        @Test
        void lossesAddUpOverSeveralProcesses() throws Exception {
            run("write f 0 first", "sync f", "sync .");
            losePower(Survival.NOTHING);
            probe = DiskProbe.on(disk);
            run("append f -second", "sync f", "append f -third", "write g 0 x", "sync g");

            losePower(Survival.NOTHING);

            assertThat(file("f")).hasContent("first-second");
            assertThat(file("g")).doesNotExist();
        }
    }

    @Nested
    class Completeness {

        @Test
        void theLogTellsTheWholeStoryOfARandomLife() throws Exception {
            var random = new Random(Seeds.of("life"));
            run("mkdir d0", "mkdir d1", "mkdir d1/d2");
            for (int i = 0; i < 400; i++) {
                probe.run(randomCommand(random)); // some fail: the file is not there; that is part of life
            }
            probe.close();

            assertThat(disk.difference()).isEmpty();
        }

        private String randomCommand(Random random) {
            var one = randomFile(random);
            var other = randomFile(random);
            int offset = random.nextInt(3000);
            return switch (random.nextInt(13)) {
                case 0 -> "write " + one + " " + offset + " text" + offset;
                case 1 -> "fill " + one + " " + offset + " " + (1 + random.nextInt(20_000)) + " x";
                case 2 -> "append " + one + " tail" + offset;
                case 3 -> "stream " + one + " all" + offset;
                case 4 -> "gather " + one + " one two";
                case 5 -> "truncate " + one + " " + offset;
                case 6 -> "copy " + one + " " + other;
                case 7 -> "transfer " + one + " " + other;
                case 8 -> "link " + one + " " + other;
                case 9 -> "rename " + one + " " + other;
                case 10 -> "remove " + one;
                case 11 -> "sync " + one;
                default -> "write-durably " + one + " " + offset + " durable";
            };
        }

        private String randomFile(Random random) {
            var directory = new String[] {"", "d0/", "d1/", "d1/d2/"}[random.nextInt(4)];
            return directory + "f" + random.nextInt(4);
        }

        @Test
        void theLogTellsWhatSqlitesNativeCodeDid() throws Exception {
            probe.send("insert db FULL 20");
            for (int row = 1; row <= 20; row++) {
                assertThat(probe.answer()).isEqualTo(Integer.toString(row));
            }
            assertThat(probe.answer()).isEqualTo("done");
            probe.close();

            assertThat(disk.difference()).isEmpty();
        }

        @Test
        void aWritableMappingIsRefusedRatherThanGuessed() throws Exception {
            run("map f text", "sync .");

            probe.kill();

            assertThatThrownBy(() -> disk.losePower(Survival.NOTHING)).hasMessageContaining("mmap for writing");
        }
    }

    @Nested
    class Sqlite {

        private static final int KILLS = 3;
        private static final int ROWS_BEFORE_KILL = 60;

        @Test
        void withFullSynchronisationNothingCommittedIsLost() throws Exception {
            var random = new Random(Seeds.of("sqlite-full"));
            long last = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                last = insertAndKill("FULL", random);
                disk.losePower(kill == 0 ? Survival.NOTHING : Survival.some(random));

                assertThat(query("PRAGMA integrity_check")).isEqualTo("ok");
                assertThat(Long.parseLong(query("SELECT count(*) FROM said WHERE number <= " + last)))
                        .isEqualTo(last);
                disk.keep();
                probe = DiskProbe.on(disk);
            }
        }

        @Test
        void withoutSynchronisationSomethingIsLost() throws Exception {
            long last = insertAndKill("OFF", new Random(Seeds.of("sqlite-off")));

            disk.losePower(Survival.NOTHING);

            assertThat(last).isPositive();
            assertThat(Files.exists(file("db")) ? query("SELECT count(*) FROM sqlite_schema") : "0")
                    .isEqualTo("0");
        }

        private long insertAndKill(String synchronous, Random random) throws Exception {
            probe.send("insert db " + synchronous + " " + Long.MAX_VALUE);
            int rows = 1 + random.nextInt(ROWS_BEFORE_KILL);
            var said = new ArrayList<String>();
            for (int i = 0; i < rows; i++) {
                said.add(probe.answer());
            }
            probe.kill();
            said.addAll(probe.lastWords());
            return Long.parseLong(said.getLast());
        }

        private String query(String sql) throws Exception {
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file("db"));
                    var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    @Nested
    class Trouble {

        @Test
        void aFullDiskTakesWhatFitsAndRefusesTheRest() throws Exception {
            run("fill f 0 1000 a");
            disk.control().leaveFree(500);

            assertThat(probe.run("fill g 0 400 b")).isEqualTo("done");
            assertThat(probe.run("fill f 0 1000 c")).as("in place").isEqualTo("done");
            assertThat(probe.run("append f " + "d".repeat(200))).contains("No space left");

            run("remove g", "append f dd");
            disk.control().makeEndless();
            run("append f " + "e".repeat(5000));
            assertThat(Files.size(file("f"))).isEqualTo(1000 + 100 + 2 + 5000);
            assertThat(disk.control().usedBytes()).isEqualTo(1000 + 100 + 2 + 5000);
        }

        @Test
        void theChosenCallFailsAndNoOther() throws Exception {
            run("write f 0 one", "sync f");

            disk.control().failCall(2, DiskControl.EIO);
            assertThat(disk.control().hasFailed()).isFalse();
            run("write f 0 two");
            assertThat(probe.run("sync f")).contains("Input/output error");
            assertThat(disk.control().hasFailed()).isTrue();
            run("sync f");
        }
    }
}
