package coffer.shares;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.ETag;
import coffer.base.FileId;
import coffer.files.Entry;
import coffer.files.View;
import coffer.trash.TrashItem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What listings show of shares, and what is left of them when an account goes, on both databases. */
abstract class ShareMarksContract extends SharesKit {
    private ShareMarks marks() {
        return new ShareMarks(database, clock);
    }

    private static AccountId account(View home) {
        return Objects.requireNonNull(home.actor().account());
    }

    @Test
    void theSharerSeesWithWhomAndTheRecipientWhatForWords() {
        Entry docs = tree.mkdir(anna, "Docs");
        Entry other = tree.mkdir(anna, "Other");
        ShareMarks marks = marks();
        assertThat(marks.of(account(anna), List.of(docs, other))).isEmpty();

        share(anna, "Docs", new NewShare(ShareKind.USER, "ben", 31, null, "read this", "", ""));
        share(anna, "Docs", withGroup("staff", 1));
        share(ben, "Docs", with("cleo", 1));

        Map<FileId, ShareMarks.Mark> annas = marks.of(account(anna), List.of(docs, other));
        assertThat(annas).containsOnlyKeys(docs.id());
        ShareMarks.Mark mark = Objects.requireNonNull(annas.get(docs.id()));
        assertThat(mark.kinds()).containsExactly(0, 1);
        assertThat(mark.with())
                .containsExactlyInAnyOrder(
                        new ShareMarks.With("ben", "ben", ShareKind.USER),
                        new ShareMarks.With("staff", "Staff", ShareKind.GROUP));
        assertThat(mark.note()).isEmpty();
        ShareMarks.Mark bens = Objects.requireNonNull(
                marks.of(account(ben), List.of(entry(ben, "Docs"))).get(docs.id()));
        assertThat(bens.kinds()).containsExactly(0);
        assertThat(bens.note()).isEqualTo("read this");
        assertThat(marks.of(account(cleo), List.of(entry(cleo, "Docs")))).isEmpty();
    }

    @Test
    void anEndedOrExpiredShareLeavesNoMark() {
        Entry docs = tree.mkdir(anna, "Docs");
        ShareMarks marks = marks();
        SeenShare made = share(anna, "Docs", with("ben", 1));
        share(
                anna,
                "Docs",
                new NewShare(ShareKind.USER, "cleo", 1, clock.instant().plusSeconds(60), "", "", ""));
        assertThat(marks.of(account(anna), List.of(docs)).get(docs.id())).isNotNull();
        shares.end(anna, made.share().id());
        assertThat(Objects.requireNonNull(marks.of(account(anna), List.of(docs)).get(docs.id()))
                        .with())
                .extracting(ShareMarks.With::id)
                .containsExactly("cleo");
        clock.turn(Duration.ofMinutes(1));
        assertThat(marks.of(account(anna), List.of(docs))).isEmpty();
    }

    @Test
    void otherRightsAreAnotherTag() {
        tree.mkdir(anna, "Docs");
        SeenShare made = share(anna, "Docs", with("ben", 31));
        ETag before = entry(ben, "").etag();
        shares.change(anna, made.share().id(), new ShareChange(1, null, null, null, null));
        assertThat(entry(ben, "").etag()).isNotEqualTo(before);
        shares.change(anna, made.share().id(), new ShareChange(31, null, null, null, null));
        assertThat(entry(ben, "").etag()).isEqualTo(before);
    }

    @Test
    void whatAnAccountSharedEndsWithIt() {
        tree.mkdir(anna, "Docs");
        SeenShare toBen = share(anna, "Docs", with("ben", 31));
        SeenShare toCleo = share(ben, "Docs", with("cleo", 1));
        assertThat(sees(cleo, "Docs")).isTrue();

        ShareRemoval removal = new ShareRemoval(database, tree.events, clock);
        assertThat(removal.remove(account(ben))).isTrue();

        assertThat(tree.eventWords()).filteredOn("share.ended ok"::equals).hasSize(2);
        assertThat(sees(cleo, "Docs")).isFalse();
        assertThat(sees(ben, "Docs")).isFalse();
        for (SeenShare share : List.of(toBen, toCleo)) {
            assertThat(database.<Boolean>read(session ->
                            ShareRows.byId(session, share.share().id()).isEmpty()))
                    .isTrue();
        }
        assertThat(sees(anna, "Docs")).isTrue();
        assertThat(trash.list(anna, null, 10)).isEqualTo(List.<TrashItem>of());
    }

    @Test
    void moreThanABatchOfSharesEndsInSeveral() {
        tree.mkdir(anna, "Docs");
        for (int i = 0; i < ShareRemoval.BATCH_MAX; i++) {
            share(anna, "Docs", with(person("guest" + i).ownerUid(), 1));
        }
        ShareRemoval removal = new ShareRemoval(database, tree.events, clock);
        assertThat(removal.remove(account(anna))).isFalse();
        assertThat(removal.remove(account(anna))).isTrue();
        assertThat(sees(home("guest7"), "Docs")).isFalse();
    }
}
