package coffer.files;

import static coffer.files.TreeKit.path;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.ETag;
import coffer.files.Conditions.Field;
import coffer.files.Conditions.IfList;
import coffer.files.Conditions.IfTerm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 9110 § 13.1 and the entity tags of RFC 4918 § 10.4; its lock tokens are the locks' to test. */
abstract class ConditionsContract extends TreeContract {
    private static final ETag OTHER = new ETag(42);

    private ETag current;

    @BeforeEach
    void aFile() {
        kit.mkdir(anna, "folder");
        current = kit.put(anna, "file", "x").etag();
    }

    @Test
    void ifMatchHoldsForTheCurrentTagAndForAnythingThatExists() {
        assertHolds("file", ifMatch(EntityTags.of(current)));
        assertHolds("file", ifMatch(EntityTags.ANY));
        assertHolds("file", ifMatch(EntityTags.of(List.of(strong("no"), strong(current.hex())))));
        assertFails("file", ifMatch(EntityTags.of(OTHER)), Field.IF_MATCH);
        assertFails("file", ifMatch(EntityTags.of(List.of(weak(current.hex())))), Field.IF_MATCH);
        assertFails("none", ifMatch(EntityTags.ANY), Field.IF_MATCH);
        assertFails("none", ifMatch(EntityTags.of(current)), Field.IF_MATCH);
    }

    @Test
    void ifNoneMatchFailsForTheCurrentTagAndForAnythingThatExists() {
        assertHolds("file", ifNoneMatch(EntityTags.of(OTHER)));
        assertHolds("none", ifNoneMatch(EntityTags.ANY));
        assertFails("file", ifNoneMatch(EntityTags.ANY), Field.IF_NONE_MATCH);
        assertFails("file", ifNoneMatch(EntityTags.of(current)), Field.IF_NONE_MATCH);
        assertFails("file", ifNoneMatch(EntityTags.of(List.of(weak(current.hex())))), Field.IF_NONE_MATCH);
    }

    @Test
    void ifUnmodifiedSinceCountsWholeSecondsAndIsOverlookedBesideIfMatch() {
        Instant second = START.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        assertHolds("file", unmodifiedSince(null, second));
        assertHolds("none", unmodifiedSince(null, second));
        assertFails("file", unmodifiedSince(null, second.minusSeconds(1)), Field.IF_UNMODIFIED_SINCE);
        assertHolds("file", unmodifiedSince(EntityTags.of(current), second.minusSeconds(1)));
    }

    @Test
    void anUntaggedListSpeaksOfTheTargetAndOneListIsEnough() {
        IfTerm good = IfTerm.tag(strong(current.hex()));
        IfTerm bad = IfTerm.tag(strong(OTHER.hex()));
        assertHolds("file", ifHeader(untagged(good)));
        assertFails("file", ifHeader(untagged(bad)), Field.IF);
        assertHolds("file", ifHeader(untagged(bad.negated())));
        assertFails("file", ifHeader(untagged(good.negated())), Field.IF);
        assertFails("file", ifHeader(untagged(good, bad)), Field.IF);
        assertHolds("file", ifHeader(untagged(good, bad.negated())));
        assertHolds("file", ifHeader(new IfList(null, List.of(List.of(bad), List.of(good)))));
        assertHolds("file", ifHeader(untagged(bad), untagged(good)));
        assertFails("file", ifHeader(untagged(IfTerm.tag(weak(current.hex())))), Field.IF);
    }

    @Test
    void aTaggedListSpeaksOfItsResourceWhateverTheTarget() {
        IfTerm good = IfTerm.tag(strong(current.hex()));
        assertHolds("new", ifHeader(tagged("file", good)));
        assertFails("file", ifHeader(tagged("folder", good)), Field.IF);
        ETag folder = kit.entry(anna, "folder").etag();
        assertHolds("file", ifHeader(tagged("folder", IfTerm.tag(strong(folder.hex())))));
    }

    @Test
    void aResourceThatIsNotThereOrElsewhereHasNoState() {
        IfTerm good = IfTerm.tag(strong(current.hex()));
        assertFails("file", ifHeader(tagged("none", good)), Field.IF);
        assertHolds("file", ifHeader(tagged("none", good.negated())));
        assertFails("new", ifHeader(untagged(good)), Field.IF);
        assertFails("file", ifHeader(IfList.elsewhere(List.of(List.of(good)))), Field.IF);
        assertHolds(
                "file",
                ifHeader(IfList.elsewhere(
                        List.of(List.of(IfTerm.token("DAV:no-lock").negated())))));
        assertFails("file", ifHeader(untagged(IfTerm.token("DAV:no-lock"))), Field.IF);
    }

    @Test
    void allTokensOfTheFieldAreSubmittedNegatedOnesToo() {
        Conditions conditions = ifHeader(
                untagged(IfTerm.token("urn:a"), IfTerm.token("urn:b").negated()), tagged("x", IfTerm.token("urn:c")));
        assertThat(conditions.lockTokens()).containsExactlyInAnyOrder("urn:a", "urn:b", "urn:c");
    }

    @Test
    void everyChangeAsksAndARefusedOneChangesNothing() {
        Conditions wrong = ifMatch(EntityTags.of(OTHER));
        Entry before = kit.entry(anna, "");
        Entry file = kit.entry(anna, "file");
        Refusal expected = new Refusal.PreconditionFailed(Field.IF_MATCH, file);
        assertThat(kit.write(anna, "file", "y", wrong)).isEqualTo(expected);
        assertThat(files.remove(anna, path("file"), wrong)).isEqualTo(expected);
        assertThat(files.move(anna, path("file"), path("to"), true, wrong)).isEqualTo(expected);
        assertThat(files.copy(anna, path("file"), path("to"), true, true, wrong))
                .isEqualTo(expected);
        assertThat(files.patch(anna, path("file"), List.of(), wrong)).isEqualTo(expected);
        assertThat(files.makeCollection(anna, path("new"), wrong, List.of()))
                .isEqualTo(new Refusal.PreconditionFailed(Field.IF_MATCH, null));
        assertThat(kit.entry(anna, "")).isEqualTo(before);
        assertThat(kit.eventWords().stream().filter(word -> word.endsWith("denied")))
                .hasSize(6);
        Conditions right = ifMatch(EntityTags.of(current));
        assertThat(files.move(anna, path("file"), path("to"), true, right)).isInstanceOf(MoveResult.Moved.class);
        assertThat(files.remove(anna, path("to"), right)).isInstanceOf(RemoveResult.Removed.class);
    }

    @Test
    void aReadThatFailsItsConditionLeavesNoEvent() {
        int events = kit.eventWords().size();
        assertThat(files.check(anna, path("file"), ifNoneMatch(EntityTags.of(current))))
                .isEqualTo(new Refusal.PreconditionFailed(Field.IF_NONE_MATCH, kit.entry(anna, "file")));
        assertThat(files.check(anna, path("none"), ifMatch(EntityTags.ANY))).isEqualTo(new Refusal.NotFound());
        assertThat(kit.eventWords()).hasSize(events);
    }

    @Test
    void aConditionOnACollectionSeesWhatWasWrittenBelowIt() {
        ETag before = kit.entry(anna, "folder").etag();
        clock.turn(Duration.ofSeconds(1));
        kit.put(anna, "folder/x", "1");
        assertFails("folder", ifMatch(EntityTags.of(before)), Field.IF_MATCH);
        assertThat(files.remove(anna, path("folder"), ifMatch(EntityTags.of(before))))
                .isInstanceOf(Refusal.PreconditionFailed.class);
        assertHolds("folder", ifMatch(EntityTags.of(kit.entry(anna, "folder").etag())));
    }

    /** What exists is checked as a read; what does not, as making a collection that is then removed. */
    private void assertHolds(String path, Conditions conditions) {
        if (kit.exists(anna, path)) {
            assertThat(files.check(anna, path(path), conditions)).isInstanceOf(CheckResult.Passed.class);
        } else {
            assertThat(files.makeCollection(anna, path(path), conditions, List.of()))
                    .isInstanceOf(MakeResult.Made.class);
            files.remove(anna, path(path), Conditions.NONE);
        }
    }

    private void assertFails(String path, Conditions conditions, Field field) {
        Object result = kit.exists(anna, path)
                ? files.check(anna, path(path), conditions)
                : files.makeCollection(anna, path(path), conditions, List.of());
        assertThat(result).isInstanceOf(Refusal.PreconditionFailed.class);
        assertThat(((Refusal.PreconditionFailed) result).field()).isEqualTo(field);
    }

    private static EntityTags.Tag strong(String opaque) {
        return new EntityTags.Tag(false, opaque);
    }

    private static EntityTags.Tag weak(String opaque) {
        return new EntityTags.Tag(true, opaque);
    }

    private static Conditions ifMatch(EntityTags tags) {
        return Conditions.of(tags, null, null, List.of());
    }

    private static Conditions ifNoneMatch(EntityTags tags) {
        return Conditions.of(null, tags, null, List.of());
    }

    private static Conditions unmodifiedSince(@Nullable EntityTags ifMatch, Instant time) {
        return Conditions.of(ifMatch, null, time, List.of());
    }

    private static Conditions ifHeader(IfList... lists) {
        return Conditions.of(null, null, null, List.of(lists));
    }

    private static IfList untagged(IfTerm... terms) {
        return new IfList(null, List.of(List.of(terms)));
    }

    private static IfList tagged(String path, IfTerm... terms) {
        return new IfList(path(path), List.of(List.of(terms)));
    }
}
