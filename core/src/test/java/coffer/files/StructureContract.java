package coffer.files;

import static coffer.files.TreeKit.path;
import static coffer.files.TreeKit.with;
import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.FilePath;
import coffer.files.Refusal.InvalidTarget;
import java.text.Normalizer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Making, moving and removing: what goes where, and what stays as it was. */
abstract class StructureContract extends TreeContract {
    @Test
    void aNewCollectionIsEmptyAndChangesThoseAbove() {
        Entry before = kit.entry(anna, "");
        Entry made = kit.mkdir(anna, "a");
        assertThat(made).isEqualTo(kit.entry(anna, "a"));
        assertThat(made.collection()).isTrue();
        assertThat(made.sizeBytes()).isZero();
        assertThat(made.rights()).isEqualTo(EnumSet.allOf(Right.class));
        assertThat(kit.entry(anna, "").etag()).isNotEqualTo(before.etag());
        assertThat(kit.eventWords()).endsWith("collection.created ok");
    }

    @Test
    void aCollectionIsNotMadeTwiceNorWithoutAParentNorWithoutTheRight() {
        kit.mkdir(anna, "a");
        kit.put(anna, "file", "x");
        assertThat(make("a")).isEqualTo(new Refusal.NameTaken());
        assertThat(make("file")).isEqualTo(new Refusal.NameTaken());
        assertThat(make("")).isEqualTo(new Refusal.NameTaken());
        assertThat(make("no/a")).isEqualTo(new Refusal.NoParent());
        assertThat(make("file/a")).isEqualTo(new Refusal.NoParent());
        View reader = with(anna, EnumSet.of(Right.READ, Right.UPDATE, Right.DELETE));
        assertThat(files.makeCollection(reader, path("b"), Conditions.NONE, List.of()))
                .isEqualTo(new Refusal.NotAllowed());
    }

    @Test
    void removingTakesWhatIsBelowAndTheTagsAboveChange() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        kit.put(anna, "a/b/file", "12345");
        kit.put(anna, "keep", "1");
        Entry root = kit.entry(anna, "");
        clock.turn(Duration.ofMinutes(1));
        RemoveResult result = remove("a");
        assertThat(((RemoveResult.Removed) result).entry().sizeBytes()).isEqualTo(5);
        assertThat(kit.names(anna, "")).containsExactly("keep");
        assertThat(kit.exists(anna, "a/b/file")).isFalse();
        assertThat(kit.entry(anna, "").etag()).isNotEqualTo(root.etag());
        assertThat(kit.entry(anna, "").sizeBytes()).isEqualTo(1);
        assertThat(files.quota(anna).usedBytes()).isEqualTo(1);
        assertThat(kit.eventWords()).endsWith("file.deleted ok");
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
    }

    @Test
    void theNameOfWhatWasRemovedIsFreeAtOnceForANewFileWithANewId() {
        Entry first = kit.put(anna, "a", "one");
        remove("a");
        assertThat(kit.put(anna, "a", "two").id()).isNotEqualTo(first.id());
        remove("a");
        kit.mkdir(anna, "a");
        remove("a");
        kit.mkdir(anna, "a");
        assertThat(kit.names(anna, "a")).isEmpty();
    }

    @Test
    void nothingTheRootAndWhatMayNotBeAreNotRemoved() {
        kit.put(anna, "file", "x");
        Entry before = kit.entry(anna, "");
        assertThat(remove("none")).isEqualTo(new Refusal.NotFound());
        assertThat(remove("file/below")).isEqualTo(new Refusal.NotFound());
        assertThat(remove("")).isEqualTo(new Refusal.NotAllowed());
        View keeper = with(anna, EnumSet.complementOf(EnumSet.of(Right.DELETE)));
        assertThat(files.remove(keeper, path("file"), Conditions.NONE)).isEqualTo(new Refusal.NotAllowed());
        assertThat(kit.entry(anna, "")).isEqualTo(before);
        assertThat(kit.eventWords()).endsWith("file.deleted denied", "file.deleted denied");
    }

    @Test
    void aMovedFileKeepsIdTagAndTimesAndBothParentsChange() {
        kit.mkdir(anna, "from");
        kit.mkdir(anna, "to");
        kit.mkdir(anna, "other");
        Entry file = kit.put(anna, "from/file", "12345");
        Entry from = kit.entry(anna, "from");
        Entry to = kit.entry(anna, "to");
        Entry other = kit.entry(anna, "other");
        clock.turn(Duration.ofMinutes(1));
        MoveResult result = move("from/file", "to/renamed", true);
        Entry moved = kit.entry(anna, "to/renamed");
        assertThat(result).isEqualTo(new MoveResult.Moved(moved, false));
        assertThat(moved.id()).isEqualTo(file.id());
        assertThat(moved.etag()).isEqualTo(file.etag());
        assertThat(moved.modified()).isEqualTo(file.modified());
        assertThat(kit.exists(anna, "from/file")).isFalse();
        assertThat(kit.entry(anna, "from").etag()).isNotEqualTo(from.etag());
        assertThat(kit.entry(anna, "to").etag()).isNotEqualTo(to.etag());
        assertThat(kit.entry(anna, "from").sizeBytes()).isZero();
        assertThat(kit.entry(anna, "to").sizeBytes()).isEqualTo(5);
        assertThat(kit.entry(anna, "other")).isEqualTo(other);
        assertThat(kit.eventWords()).endsWith("file.moved ok");
    }

    @Test
    void aMovedCollectionTakesAllBelowAlongAndKeepsItsTag() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        Entry file = kit.put(anna, "a/b/file", "12345");
        kit.mkdir(anna, "to");
        Entry collection = kit.entry(anna, "a");
        move("a", "to/a", true);
        assertThat(kit.entry(anna, "to/a").etag()).isEqualTo(collection.etag());
        assertThat(kit.entry(anna, "to/a/b/file").id()).isEqualTo(file.id());
        assertThat(kit.entry(anna, "to").sizeBytes()).isEqualTo(5);
        assertThat(kit.entry(anna, "").sizeBytes()).isEqualTo(5);
    }

    @Test
    void renamesByCaseAreRenames() {
        Entry file = kit.put(anna, "a.txt", "x");
        assertThat(move("a.txt", "A.txt", false)).isInstanceOf(MoveResult.Moved.class);
        assertThat(kit.names(anna, "")).containsExactly("A.txt");
        assertThat(kit.entry(anna, "A.txt").id()).isEqualTo(file.id());
    }

    /** The tree knows one spelling, so the two are one place. A protocol that sees the spellings may call it done. */
    @Test
    void renamesByNormalisationAreMovesOntoItself() {
        String composed = "caf\u00e9";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        kit.put(anna, composed, "x");
        assertThat(move(decomposed, composed, true)).isEqualTo(new InvalidTarget(InvalidTarget.Reason.ITSELF));
        assertThat(kit.names(anna, "")).containsExactly(composed);
    }

    @Test
    void whatIsAtTheTargetIsRemovedOnlyWhenOverwritingIsAsked() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "123");
        kit.mkdir(anna, "b");
        kit.put(anna, "b/y", "12345");
        kit.put(anna, "file", "1");
        assertThat(move("a", "b", false)).isEqualTo(new Refusal.TargetExists());
        assertThat(kit.names(anna, "b")).containsExactly("y");
        assertThat(((MoveResult.Moved) move("a", "b", true)).replaced()).isTrue();
        assertThat(kit.names(anna, "b")).containsExactly("x");
        assertThat(((MoveResult.Moved) move("file", "b", true)).replaced()).isTrue();
        assertThat(kit.names(anna, "")).containsExactly("b");
        assertThat(kit.read(anna, "b")).isEqualTo("1");
        assertThat(files.quota(anna).usedBytes()).isEqualTo(1);
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
    }

    @Test
    void impossibleTargetsAreRefusedByTheirReasonAndNothingMoves() {
        kit.mkdir(anna, "a");
        kit.mkdir(anna, "a/b");
        kit.put(anna, "file", "x");
        Entry before = kit.entry(anna, "");
        assertThat(move("a", "a", true)).isEqualTo(new InvalidTarget(InvalidTarget.Reason.ITSELF));
        assertThat(move("a", "a/b/c", true)).isEqualTo(new InvalidTarget(InvalidTarget.Reason.BELOW_SOURCE));
        assertThat(move("a/b", "a", true)).isEqualTo(new InvalidTarget(InvalidTarget.Reason.ABOVE_SOURCE));
        assertThat(move("", "a/c", true)).isEqualTo(new InvalidTarget(InvalidTarget.Reason.ROOT));
        assertThat(move("a", "", true)).isEqualTo(new InvalidTarget(InvalidTarget.Reason.ROOT));
        assertThat(move("a", "no/a", true)).isEqualTo(new Refusal.NoParent());
        assertThat(move("a", "file/a", true)).isEqualTo(new Refusal.NoParent());
        assertThat(move("none", "b", true)).isEqualTo(new Refusal.NotFound());
        assertThat(kit.entry(anna, "")).isEqualTo(before);
    }

    @Test
    void aMoveNeedsTheRightsOnBothSides() {
        kit.mkdir(anna, "a");
        kit.put(anna, "a/x", "1");
        kit.put(anna, "there", "2");
        View renamer = with(anna, EnumSet.of(Right.READ, Right.UPDATE, Right.CREATE));
        assertThat(files.move(renamer, path("a/x"), path("y"), true, Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
        assertThat(files.move(renamer, path("a/x"), path("a/y"), true, Conditions.NONE))
                .isInstanceOf(MoveResult.Moved.class);
        assertThat(files.move(renamer, path("a"), path("there"), true, Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
        View reader = with(anna, EnumSet.of(Right.READ, Right.CREATE, Right.DELETE));
        assertThat(files.move(reader, path("a"), path("b"), true, Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
        View noMaker = with(anna, EnumSet.of(Right.READ, Right.UPDATE, Right.DELETE));
        assertThat(files.move(noMaker, path("a"), path("b"), true, Conditions.NONE))
                .isEqualTo(new Refusal.NotAllowed());
    }

    @Test
    void aViewOfASubTreeSeesItsOwnRootAndNothingElse() {
        kit.mkdir(anna, "shared");
        kit.put(anna, "shared/x", "1");
        kit.put(anna, "private", "2");
        Entry shared = kit.entry(anna, "shared");
        View guest = new View(
                anna.actor(), anna.space(), shared.id(), anna.owner(), anna.ownerUid(), EnumSet.allOf(Right.class));
        Entry root = files.entry(guest, FilePath.ROOT).orElseThrow();
        assertThat(root.name()).isNull();
        assertThat(root.parent()).isNull();
        assertThat(kit.names(guest, "")).containsExactly("x");
        assertThat(kit.exists(guest, "private")).isFalse();
        kit.put(guest, "y", "123");
        assertThat(kit.entry(anna, "").sizeBytes()).isEqualTo(5);
        move("shared", "elsewhere", true);
        assertThat(kit.read(guest, "y")).isEqualTo("123");
        remove("elsewhere");
        assertThat(files.entry(guest, FilePath.ROOT)).isEmpty();
        assertThat(kit.write(guest, "z", "1")).isEqualTo(new Refusal.NoParent());
    }

    @Test
    void homesKnowNothingOfEachOtherAndOneAccountHasOne() {
        View ben = kit.home(2);
        kit.put(anna, "x", "1");
        assertThat(kit.names(ben, "")).isEmpty();
        assertThat(kit.home(2).root()).isEqualTo(ben.root());
        assertThat(ben.space()).isNotEqualTo(anna.space());
    }

    @Test
    void theHomeOfARemovedAccountIsGoneWithAllThatWasInIt() {
        View ben = kit.home(2);
        kit.mkdir(ben, "a");
        kit.put(ben, "a/x", "1");
        kit.put(anna, "keep", "1");
        assertThat(files.spaces().remove(ben.owner())).isTrue();
        assertThat(files.entry(ben, FilePath.ROOT)).isEmpty();
        assertThat(kit.write(ben, "y", "1")).isEqualTo(new Refusal.NoParent());
        assertThat(files.quota(ben).usedBytes()).isZero();
        kit.sweepAll();
        TreeInvariants.checkSwept(database);
        assertThat(kit.names(anna, "")).containsExactly("keep");
        assertThat(files.spaces().remove(ben.owner())).isTrue();
    }

    private MakeResult make(String path) {
        return files.makeCollection(anna, path(path), Conditions.NONE, List.of());
    }

    private RemoveResult remove(String path) {
        return files.remove(anna, path(path), Conditions.NONE);
    }

    private MoveResult move(String from, String to, boolean overwrite) {
        return files.move(anna, path(from), path(to), overwrite, Conditions.NONE);
    }
}
