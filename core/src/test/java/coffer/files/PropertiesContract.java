package coffer.files;

import static coffer.files.TreeKit.path;
import static coffer.files.TreeKit.with;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.FileId;
import coffer.files.PropertyOutcome.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PROPPATCH: times and dead properties, all of a request or nothing of it. */
abstract class PropertiesContract extends TreeContract {
    private static final DeadProperty COLOR = new DeadProperty("urn:x", "color", "blue");

    @Test
    void deadPropertiesAreKeptVerbatimAndDoNotChangeTheTag() {
        Entry before = kit.put(anna, "file", "x");
        Entry root = kit.entry(anna, "");
        String xml = "<v xmlns='urn:y' a=\"1\">ä&amp;😀 <w/>\r\n</v>";
        DeadProperty value = new DeadProperty("http://example/ns", "näme", xml);
        DeadProperty bare = new DeadProperty("", "bare", "");
        PatchResult result = patch("file", set(value), set(bare), set(COLOR));
        assertThat(verdicts(result)).containsOnly(Verdict.DONE);
        assertThat(properties("file")).containsExactlyInAnyOrder(value, bare, COLOR);
        assertThat(kit.entry(anna, "file")).isEqualTo(before);
        assertThat(kit.entry(anna, "")).isEqualTo(root);
        assertThat(kit.eventWords()).endsWith("file.properties.changed ok");
    }

    @Test
    void changesAreMadeInTheirOrder() {
        kit.put(anna, "file", "x");
        DeadProperty red = new DeadProperty("urn:x", "color", "red");
        PropertyChange remove = new PropertyChange.RemoveDead("urn:x", "color");
        patch("file", set(COLOR), remove, set(red));
        assertThat(properties("file")).containsExactly(red);
        patch("file", set(COLOR), remove);
        assertThat(properties("file")).isEmpty();
        assertThat(verdicts(patch("file", remove))).containsExactly(Verdict.DONE);
    }

    @Test
    void timesGiveANewTagUpToTheRoot() {
        kit.mkdir(anna, "a");
        Entry file = kit.put(anna, "a/file", "x");
        Entry above = kit.entry(anna, "a");
        clock.turn(Duration.ofMinutes(1));
        Instant modified = Instant.parse("2001-02-03T04:05:06Z");
        Instant created = Instant.parse("2000-01-01T00:00:00Z");
        PatchResult result =
                patch("a/file", new PropertyChange.SetModified(modified), new PropertyChange.SetCreated(created));
        Entry after = kit.entry(anna, "a/file");
        assertThat(((PatchResult.Patched) result).entry()).isEqualTo(after);
        assertThat(after.modified()).isEqualTo(modified);
        assertThat(after.created()).isEqualTo(created);
        assertThat(after.etag()).isNotEqualTo(file.etag());
        assertThat(after.uploaded()).isEqualTo(file.uploaded());
        assertThat(kit.entry(anna, "a").etag()).isNotEqualTo(above.etag());
        patch("a", new PropertyChange.SetModified(modified));
        assertThat(kit.entry(anna, "a").modified()).isEqualTo(modified);
        assertThat(verdicts(patch("", new PropertyChange.SetModified(modified))))
                .containsExactly(Verdict.DONE);
    }

    @Test
    void oneThatFailsFailsAllAndNothingChanges() {
        Entry before = kit.put(anna, "file", "x");
        patch("file", set(COLOR));
        PropertyChange good = set(new DeadProperty("urn:x", "new", "1"));
        PropertyChange time = new PropertyChange.SetModified(START.minusSeconds(100));
        PropertyChange locked = new PropertyChange.Protected("DAV:", "getetag");
        PropertyChange removal = new PropertyChange.RemoveDead("urn:x", "color");
        PatchResult result = patch("file", good, locked, time, removal);
        assertThat(result).isInstanceOf(Refusal.PropertiesRefused.class);
        assertThat(verdicts(result))
                .containsExactly(
                        Verdict.FAILED_DEPENDENCY,
                        Verdict.FORBIDDEN,
                        Verdict.FAILED_DEPENDENCY,
                        Verdict.FAILED_DEPENDENCY);
        assertThat(kit.entry(anna, "file")).isEqualTo(before);
        assertThat(properties("file")).containsExactly(COLOR);
        assertThat(kit.eventWords()).endsWith("file.properties.changed denied");
    }

    @Test
    void valuesThatCannotBeStoredAreConflicts() {
        kit.put(anna, "file", "x");
        Instant tooEarly = FileTimes.EARLIEST.minusSeconds(1);
        Instant tooLate = FileTimes.LATEST.plusSeconds(1);
        assertThat(verdicts(patch("file", new PropertyChange.SetModified(tooEarly))))
                .containsExactly(Verdict.CONFLICT);
        assertThat(verdicts(patch("file", new PropertyChange.SetCreated(tooLate))))
                .containsExactly(Verdict.CONFLICT);
        assertThat(verdicts(patch("file", new PropertyChange.Unreadable("DAV:", "lastmodified"))))
                .containsExactly(Verdict.CONFLICT);
        assertThat(verdicts(patch("file", set(new DeadProperty("urn:x", "nul", "\0")))))
                .containsExactly(Verdict.CONFLICT);
        assertThat(verdicts(patch("file", set(new DeadProperty("urn:x", "", "1")))))
                .containsExactly(Verdict.CONFLICT);
    }

    @Test
    void theLargestValueAndNameAreStoredAndOneByteMoreIsNot() {
        kit.put(anna, "file", "x");
        DeadProperty value = new DeadProperty("", "v", "x".repeat(DeadProperty.VALUE_BYTES_MAX));
        DeadProperty name = new DeadProperty("u", "n".repeat(DeadProperty.NAME_BYTES_MAX - 1), "");
        assertThat(verdicts(patch("file", set(value), set(name)))).containsOnly(Verdict.DONE);
        DeadProperty longValue = new DeadProperty("", "w", "x".repeat(DeadProperty.VALUE_BYTES_MAX + 1));
        DeadProperty longName = new DeadProperty("u", "n".repeat(DeadProperty.NAME_BYTES_MAX), "");
        assertThat(verdicts(patch("file", set(longValue)))).containsExactly(Verdict.INSUFFICIENT_STORAGE);
        assertThat(verdicts(patch("file", set(longName)))).containsExactly(Verdict.INSUFFICIENT_STORAGE);
    }

    @Test
    void theLastPropertyFitsAndOneMoreDoesNot() {
        kit.put(anna, "file", "x");
        List<PropertyChange> many = new ArrayList<>();
        for (int i = 0; i < DeadProperty.PER_FILE_MAX; i++) {
            many.add(set(new DeadProperty("urn:x", "p" + i, "v")));
        }
        assertThat(verdicts(patch("file", many.toArray(PropertyChange[]::new)))).containsOnly(Verdict.DONE);
        PropertyChange more = set(new DeadProperty("urn:x", "more", "v"));
        assertThat(verdicts(patch("file", more))).containsExactly(Verdict.INSUFFICIENT_STORAGE);
        PropertyChange removal = new PropertyChange.RemoveDead("urn:x", "p0");
        assertThat(verdicts(patch("file", removal, more))).containsOnly(Verdict.DONE);
    }

    @Test
    void allPropertiesOfAFileTogetherAreBounded() {
        kit.put(anna, "file", "x");
        int size = DeadProperty.PER_FILE_BYTES_MAX / 20;
        for (int i = 0; i < 20; i++) {
            DeadProperty part = new DeadProperty("", "p" + (char) ('a' + i), "x".repeat(size - 3));
            assertThat(verdicts(patch("file", set(part)))).containsExactly(Verdict.DONE);
        }
        assertThat(verdicts(patch("file", set(new DeadProperty("", "more", "x".repeat(100))))))
                .containsExactly(Verdict.INSUFFICIENT_STORAGE);
    }

    @Test
    void theyMoveWithTheFileStayWithItsContentAndGoWithIt() {
        kit.put(anna, "file", "x");
        patch("file", set(COLOR));
        kit.put(anna, "file", "other content");
        files.move(anna, path("file"), path("moved"), true, Conditions.NONE);
        assertThat(properties("moved")).containsExactly(COLOR);
        files.remove(anna, path("moved"), Conditions.NONE);
        kit.put(anna, "moved", "x");
        assertThat(properties("moved")).isEmpty();
    }

    @Test
    void aCollectionMayBeMadeWithPropertiesOrNotAtAll() {
        Instant modified = Instant.parse("2001-02-03T04:05:06Z");
        MakeResult made = files.makeCollection(
                anna, path("a"), Conditions.NONE, List.of(set(COLOR), new PropertyChange.SetModified(modified)));
        assertThat(made).isEqualTo(new MakeResult.Made(kit.entry(anna, "a")));
        assertThat(properties("a")).containsExactly(COLOR);
        assertThat(kit.entry(anna, "a").modified()).isEqualTo(modified);
        MakeResult refused = files.makeCollection(
                anna, path("b"), Conditions.NONE, List.of(set(COLOR), new PropertyChange.Protected("DAV:", "getetag")));
        assertThat(refused).isInstanceOf(Refusal.PropertiesRefused.class);
        assertThat(kit.exists(anna, "b")).isFalse();
    }

    @Test
    void aPageOfMembersEndsEarlyRatherThanCarryTooMuch() {
        int size = DeadProperty.VALUE_BYTES_MAX;
        for (int i = 0; i < 7; i++) {
            kit.put(anna, "f" + i, "x");
            List<PropertyChange> large = new ArrayList<>();
            for (int j = 0; j < 15; j++) {
                large.add(set(new DeadProperty("", "p" + j, "x".repeat(size))));
            }
            patch("f" + i, large.toArray(PropertyChange[]::new));
        }
        List<Entry> first = files.children(anna, kit.entry(anna, ""), null, Files.PAGE_MAX);
        assertThat(first).hasSizeBetween(1, 6);
        List<FileId> ids = first.stream().map(Entry::id).toList();
        assertThat(files.deadProperties(anna, ids)).hasSize(first.size());
        assertThat(kit.members(anna, "", Files.PAGE_MAX)).hasSize(7);
        kit.mkdir(anna, "all");
        for (int i = 0; i < 7; i++) {
            files.move(anna, path("f" + i), path("all/f" + i), true, Conditions.NONE);
        }
        files.copy(anna, path("all"), path("copy"), true, true, Conditions.NONE);
        assertThat(properties("copy/f6")).hasSize(15);
        files.remove(anna, path("all"), Conditions.NONE);
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
    }

    @Test
    void onlyWhoMayUpdateChangesAndOnlyWhoMayReadSees() {
        Entry file = kit.put(anna, "file", "x");
        patch("file", set(COLOR));
        View reader = with(anna, EnumSet.of(Right.READ));
        assertThat(files.patch(reader, path("file"), List.of(set(COLOR)), Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
        assertThat(files.patch(anna, path("none"), List.of(set(COLOR)), Conditions.NONE))
                .isEqualTo(new Refusal.NotFound());
        assertThat(files.deadProperties(reader, List.of(file.id()))).isNotEmpty();
        assertThat(files.deadProperties(with(anna, EnumSet.of(Right.UPDATE)), List.of(file.id())))
                .isEmpty();
    }

    private static PropertyChange set(DeadProperty property) {
        return new PropertyChange.SetDead(property);
    }

    private PatchResult patch(String path, PropertyChange... changes) {
        return files.patch(anna, path(path), List.of(changes), Conditions.NONE);
    }

    private List<DeadProperty> properties(String path) {
        FileId id = kit.entry(anna, path).id();
        return files.deadProperties(anna, List.of(id)).getOrDefault(id, List.of());
    }

    private static List<Verdict> verdicts(PatchResult result) {
        List<PropertyOutcome> outcomes =
                switch (result) {
                    case PatchResult.Patched patched -> patched.outcomes();
                    case Refusal.PropertiesRefused refused -> refused.outcomes();
                    case Refusal other -> throw new AssertionError(other);
                };
        return outcomes.stream().map(PropertyOutcome::verdict).toList();
    }
}
