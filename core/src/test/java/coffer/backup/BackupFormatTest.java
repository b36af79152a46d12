package coffer.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.base.ObjectId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values, pieces and snapshots as bytes. */
final class BackupFormatTest {
    @Test
    void valuesComeBackAsTheyWere() {
        List<@Nullable Object> values =
                Arrays.asList(null, 0L, -1L, Long.MIN_VALUE, "", "Ω 文 \n\0", new byte[0], new byte[] {1, -1});
        List<@Nullable Object> back = Values.decode(Values.encode(values));
        assertThat(back.subList(0, 6)).isEqualTo(values.subList(0, 6));
        assertThat((byte[]) back.get(6)).isEmpty();
        assertThat((byte[]) back.get(7)).containsExactly(1, -1);
        assertThat(Values.decode(Values.encode(List.of(7)))).containsExactly(7L);
    }

    @Test
    void bytesThatAreNoValuesAreRefusedAndNothingElseHappens() {
        Random random = new Random(20261123);
        byte[] good = Values.encode(Arrays.asList("text", null, 5L, new byte[40]));
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            try {
                Values.decode(bytes);
            } catch (BackupRefused e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void aRecordThatChangesLeavesThePiecesElsewhereAsTheyWere() {
        Random random = new Random(1);
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] record = new byte[50 + random.nextInt(100)];
            random.nextBytes(record);
            records.add(record);
        }
        List<String> before = pieces(records);
        records.set(10_000, new byte[60]);
        records.remove(3);
        records.add(15_000, new byte[61]);
        List<String> after = pieces(records);

        assertThat(before).hasSizeBetween(15, 90);
        List<String> changed = new ArrayList<>(after);
        changed.removeAll(before);
        assertThat(changed).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void piecesHaveAllRecordsAndNoneIsTooLong() {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            // Equal records never end a piece by themselves, or all do.
            records.add(new byte[300]);
        }
        records.add(new byte[Cutter.PIECE_BYTES_MAX + 1]);
        records.add(new byte[0]);
        List<byte[]> pieces = new ArrayList<>();
        int[] count = {0};
        Cutter cutter = new Cutter((piece, inIt) -> {
            pieces.add(piece);
            count[0] += inIt;
        });
        records.forEach(cutter::add);
        cutter.end();
        cutter.end();
        assertThat(count[0]).isEqualTo(records.size());
        long total = records.stream().mapToLong(record -> record.length + 4L).sum();
        assertThat(pieces.stream().mapToLong(piece -> piece.length).sum()).isEqualTo(total);
        assertThat(pieces.stream().filter(piece -> piece.length > Cutter.PIECE_BYTES_MAX))
                .as("a record that is longer is alone")
                .hasSizeLessThanOrEqualTo(1);
    }

    private static List<String> pieces(List<byte[]> records) {
        List<String> pieces = new ArrayList<>();
        Cutter cutter = new Cutter((piece, _) -> pieces.add(new String(piece, StandardCharsets.ISO_8859_1)));
        records.forEach(cutter::add);
        cutter.end();
        return pieces;
    }

    @Test
    void aSnapshotComesBackAsItWas() {
        ObjectId one = new ObjectId(UUID.randomUUID());
        Snapshot snapshot = new Snapshot(
                "2026-11-23T010203Z",
                Instant.parse("2026-11-23T01:02:03.123456Z"),
                "1.2.3",
                "oc0123456789",
                "sqlite",
                List.of("001", "010"),
                List.of(
                        new StreamRef("table:node", List.of("id", "name"), 5, List.of(one)),
                        new StreamRef("file:audit/audit.pub", List.of(), 0, List.of())),
                3,
                4_000,
                Map.of(one, "its file is missing, two words"));
        assertThat(Snapshot.decode(snapshot.encode())).isEqualTo(snapshot);
    }

    @Test
    void snapshotsOfANewerProgramOrOfNobodyAreRefused() {
        for (String text : List.of(
                "", "coffer backup 2\nname x", "coffer backup 1\nname x", "coffer backup 1\nstream a b c", "\n\n")) {
            assertThatThrownBy(() -> Snapshot.decode(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(BackupRefused.class);
        }
    }
}
