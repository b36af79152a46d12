package coffer.files;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.base.SpaceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeptPlacesTest {
    private static final SpaceId SPACE = new SpaceId(1);
    private static final FileId ROOT = new FileId(10);

    private final KeptPlaces kept = new KeptPlaces();

    @Test
    void aPlaceHoldsForItsGenerationAlone() {
        Located located = located(view(SPACE, ROOT), path(2));
        kept.keep(located, 5);

        assertThat(kept.find(located.view(), path(2), 5)).contains(located);
        assertThat(kept.find(located.view(), path(2), 6)).isEmpty();
        assertThat(kept.find(located.view(), path(2), 4)).isEmpty();
    }

    @Test
    void anotherPathRootOrSpaceIsAnotherPlace() {
        Located located = located(view(SPACE, ROOT), path(2));
        kept.keep(located, 5);

        assertThat(kept.find(located.view(), path(1), 5)).isEmpty();
        assertThat(kept.find(view(SPACE, new FileId(11)), path(2), 5)).isEmpty();
        assertThat(kept.find(view(new SpaceId(2), ROOT), path(2), 5)).isEmpty();
    }

    /** Rights and actor are those of whoever asks now. */
    @Test
    void theViewIsThatOfTheQuestion() {
        kept.keep(located(view(SPACE, ROOT), path(1)), 5);
        View blind = new View(Actor.system("test"), SPACE, ROOT, new AccountId(1), "anna", Set.of());

        assertThat(kept.find(blind, path(1), 5)).hasValueSatisfying(found -> {
            assertThat(found.view()).isEqualTo(blind);
            assertThat(found.shown()).isEmpty();
        });
    }

    @Test
    void pathsAreKeptUpToTheirBound() {
        View view = view(SPACE, ROOT);
        kept.keep(located(view, path(KeptPlaces.SEGMENTS_MAX)), 5);
        kept.keep(located(view, path(KeptPlaces.SEGMENTS_MAX + 1)), 5);

        assertThat(kept.find(view, path(KeptPlaces.SEGMENTS_MAX), 5)).isPresent();
        assertThat(kept.find(view, path(KeptPlaces.SEGMENTS_MAX + 1), 5)).isEmpty();
    }

    @Test
    void morePlacesThanSlotsReplaceEachOtherAndAreNeverConfused() {
        View view = view(SPACE, ROOT);
        for (int i = 0; i < 3 * KeptPlaces.SLOTS; i++) {
            kept.keep(located(view, named(i)), 5);
        }
        int found = 0;
        for (int i = 0; i < 3 * KeptPlaces.SLOTS; i++) {
            FilePath path = named(i);
            var place = kept.find(view, path, 5);
            place.ifPresent(there -> assertThat(there.path()).isEqualTo(path));
            found += place.isPresent() ? 1 : 0;
        }
        assertThat(found).isBetween(KeptPlaces.SLOTS / 2, KeptPlaces.SLOTS);
    }

    private static View view(SpaceId space, FileId root) {
        return new View(Actor.system("test"), space, root, new AccountId(1), "anna", EnumSet.allOf(Right.class));
    }

    private static FilePath path(int segments) {
        return new FilePath(Collections.nCopies(segments, new FileName("a")));
    }

    private static FilePath named(int number) {
        return new FilePath(List.of(new FileName("file " + number)));
    }

    private static Located located(View view, FilePath path) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i <= path.names().size(); i++) {
            String name = i == 0 ? "" : path.names().get(i - 1).value();
            nodes.add(new Node(
                    new FileId(view.root().value() + i),
                    i,
                    name,
                    view.space(),
                    true,
                    new ETag(i),
                    0,
                    0,
                    0,
                    0,
                    null,
                    "",
                    0,
                    null));
        }
        return new Located(view, path, List.of(), nodes);
    }
}
