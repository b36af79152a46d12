package coffer.shares;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.ETag;
import coffer.base.FileId;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.MoveResult;
import coffer.files.Refusal;
import coffer.files.RemoveResult;
import coffer.files.Right;
import coffer.files.TreeKit;
import coffer.files.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sharing with people and groups on both databases: who sees what, where, and how it goes and comes back. */
abstract class SharesContract extends SharesKit {
    private WriteResult write(coffer.files.View home, String path, String content) {
        var spot = at(home, path);
        return tree.write(
                spot.view(),
                String.join(
                        "/", spot.path().names().stream().map(Object::toString).toList()),
                content);
    }

    @Test
    void whatIsSharedIsAmongTheFilesOfItsRecipient() {
        tree.mkdir(anna, "Docs");
        FileId file = tree.put(anna, "Docs/a.txt", "one").id();
        tree.put(ben, "own.txt", "mine");

        SeenShare made = share(anna, "Docs", with("BEN", null));

        assertThat(made.recipient()).isEqualTo("ben");
        assertThat(made.share().bits()).isEqualTo(ShareBits.ALL);
        assertThat(names(ben, "")).containsExactly("Docs", "own.txt");
        assertThat(names(ben, "Docs")).containsExactly("a.txt");
        assertThat(entry(ben, "Docs/a.txt").id()).isEqualTo(file);
        assertThat(entry(ben, "Docs").mountRoot()).isTrue();
        assertThat(entry(ben, "Docs/a.txt").mountRoot()).isFalse();
        assertThat(entry(ben, "Docs").owner()).isEqualTo(anna.owner());
        assertThat(homes.find(ben, file).orElseThrow().mountPath()).isEqualTo(TreeKit.path("Docs"));
        assertThat(names(cleo, "")).isEmpty();
        assertThat(sees(cleo, "Docs")).isFalse();
        assertThat(homes.find(cleo, file)).isEmpty();
    }

    @Test
    void aSingleFileIsSharedByItself() {
        FileId file = tree.put(anna, "a.txt", "one").id();
        share(anna, "a.txt", with("ben", null));
        assertThat(names(ben, "")).containsExactly("a.txt");
        assertThat(entry(ben, "a.txt").rights()).containsExactlyInAnyOrder(Right.READ, Right.UPDATE, Right.SHARE);
        assertThat(write(ben, "a.txt", "two")).isInstanceOf(WriteResult.Replaced.class);
        assertThat(tree.entry(anna, "a.txt").id()).isEqualTo(file);
        assertThat(tree.entry(anna, "a.txt").sizeBytes()).isEqualTo(3);
        assertThat(tree.entry(anna, "a.txt").uploader()).isEqualTo(ben.owner());
    }

    @ParameterizedTest
    @CsvSource({
        "1,false,false,false",
        "3,true,false,false",
        "5,false,true,false",
        "9,false,false,true",
        "15,true,true,true"
    })
    void eachBitIsGrantedAndRefused(int bits, boolean update, boolean create, boolean delete) {
        tree.mkdir(anna, "Docs");
        tree.put(anna, "Docs/a.txt", "one");
        share(anna, "Docs", with("ben", bits));

        assertThat(write(ben, "Docs/a.txt", "two") instanceof WriteResult.Replaced)
                .isEqualTo(update);
        assertThat(write(ben, "Docs/new.txt", "two") instanceof WriteResult.Created)
                .isEqualTo(create);
        assertThat(remove(ben, "Docs/a.txt") instanceof RemoveResult.Removed).isEqualTo(delete);
        assertThat(refused(ben, "Docs", with("cleo", 1))).isEqualTo(ShareRefusal.NOT_SHAREABLE);
        assertThat(trash.list(ben, null, 10)).isEmpty();
        assertThat(trash.list(anna, null, 10)).hasSize(delete ? 1 : 0);
    }

    @Test
    void aShareWithAGroupIsOneRowWhoeverIsInIt() {
        accounts.groups().add(OPERATOR, "ben", "staff");
        tree.mkdir(anna, "Docs");
        SeenShare made = share(anna, "Docs", withGroup("staff", 1));

        assertThat(sees(ben, "Docs")).isTrue();
        assertThat(sees(cleo, "Docs")).isFalse();
        accounts.groups().add(OPERATOR, "cleo", "staff");
        assertThat(sees(cleo, "Docs")).isTrue();
        accounts.groups().remove(OPERATOR, "ben", "staff");
        assertThat(sees(ben, "Docs")).isFalse();
        assertThat(made.recipientName()).isEqualTo("Staff");

        accounts.groups().delete(OPERATOR, "staff");
        assertThat(sees(cleo, "Docs")).isFalse();
        accounts.groups().create(OPERATOR, "staff", "Staff");
        accounts.groups().add(OPERATOR, "cleo", "staff");
        assertThat(sees(cleo, "Docs"))
                .as("a group of the same name is another one")
                .isFalse();
    }

    @Test
    void severalSharesOfOneThingAreOnePlaceWithAllTheirRights() {
        accounts.groups().add(OPERATOR, "ben", "staff");
        tree.mkdir(anna, "Docs");
        share(anna, "Docs", with("ben", ShareBits.READ | ShareBits.CREATE));
        SeenShare group = share(anna, "Docs", withGroup("staff", ShareBits.READ | ShareBits.DELETE));
        assertThat(names(ben, "")).containsExactly("Docs");
        assertThat(entry(ben, "Docs").rights()).containsExactlyInAnyOrder(Right.READ, Right.CREATE, Right.DELETE);
        shares.end(anna, group.share().id());
        assertThat(entry(ben, "Docs").rights()).containsExactlyInAnyOrder(Right.READ, Right.CREATE);
    }

    @Test
    void whoeverReceivesTwoThingsOfOneNameGetsBoth() {
        tree.mkdir(anna, "Docs");
        tree.mkdir(cleo, "Docs");
        tree.mkdir(ben, "Docs");
        share(anna, "Docs", with("ben", 1));
        share(cleo, "Docs", with("ben", 1));
        assertThat(names(ben, "")).containsExactly("Docs", "Docs (2)", "Docs (3)");
        assertThat(entry(ben, "Docs").owner()).isEqualTo(ben.owner());
    }

    @Test
    void whatComesBackUnderTheNameOfSomethingReceivedKeepsItsName() {
        FileId own = tree.mkdir(ben, "Docs").id();
        remove(ben, "Docs");
        tree.mkdir(anna, "Docs");
        share(anna, "Docs", with("ben", 1));
        assertThat(entry(ben, "Docs").owner()).isEqualTo(anna.owner());

        restoreFromTrash(ben, own);

        names(ben, "");
        assertThat(names(ben, "")).containsExactly("Docs", "Docs (2)");
        assertThat(entry(ben, "Docs").id()).isEqualTo(own);
        assertThat(entry(ben, "Docs (2)").owner()).isEqualTo(anna.owner());
    }

    @Test
    void aFolderChangesWhenWhatIsShownInItDoesAndNotOtherwise() {
        tree.mkdir(anna, "Docs");
        tree.mkdir(anna, "Other");
        tree.mkdir(ben, "In");
        ETag empty = entry(ben, "").etag();
        share(anna, "Docs", with("ben", 31));
        ETag shared = entry(ben, "").etag();
        assertThat(shared).isNotEqualTo(empty);
        assertThat(homes.move(at(ben, "Docs"), at(ben, "In/Docs"), ben, false, Conditions.NONE))
                .isInstanceOf(MoveResult.Moved.class);
        ETag root = entry(ben, "").etag();
        ETag in = entry(ben, "In").etag();

        tree.put(anna, "Other/x.txt", "one");
        assertThat(entry(ben, "").etag()).isEqualTo(root);
        tree.put(anna, "Docs/x.txt", "one");
        assertThat(entry(ben, "").etag()).isNotEqualTo(root);
        assertThat(entry(ben, "In").etag()).isNotEqualTo(in);
        assertThat(homes.list(at(ben, ""), 10)
                        .orElseThrow()
                        .members()
                        .getFirst()
                        .etag())
                .isEqualTo(entry(ben, "In").etag());
        assertThat(entry(ben, "In/Docs").etag())
                .isEqualTo(tree.entry(anna, "Docs").etag());
    }

    @Test
    void whoeverLeavesCanComeBackToTheNameAndPlaceTheyHad() {
        tree.mkdir(anna, "Docs");
        tree.put(anna, "Docs/a.txt", "one");
        tree.mkdir(ben, "In");
        SeenShare made = share(anna, "Docs", with("ben", 31));
        homes.move(at(ben, "Docs"), at(ben, "In/Papers"), ben, false, Conditions.NONE);
        assertThat(names(ben, "In")).containsExactly("Papers");

        assertThat(remove(ben, "In/Papers")).isInstanceOf(RemoveResult.Removed.class);
        assertThat(names(ben, "In")).isEmpty();
        assertThat(names(anna, "Docs")).containsExactly("a.txt");
        assertThat(shares.seen().with(ben)).isEmpty();
        assertThat(shares.seen().left(ben))
                .extracting(seen -> seen.share().id())
                .containsExactly(made.share().id());
        assertThat(shares.seen().on(anna, TreeKit.path("Docs"), false).orElseThrow())
                .extracting(SeenShare::left)
                .containsExactly(clock.instant());

        assertThat(shares.restore(ben, made.share().id())).isTrue();
        assertThat(names(ben, "In")).containsExactly("Papers");
        assertThat(shares.restore(ben, made.share().id())).isFalse();
        assertThat(shares.restore(cleo, made.share().id())).isFalse();
        assertThat(tree.eventWords()).contains("share.left ok", "share.restored ok");
    }

    @Test
    void aMemberWhoLeavesAGroupsShareLeavesItAlone() {
        accounts.groups().add(OPERATOR, "ben", "staff");
        accounts.groups().add(OPERATOR, "cleo", "staff");
        tree.mkdir(anna, "Docs");
        SeenShare made = share(anna, "Docs", withGroup("staff", 1));
        shares.end(ben, made.share().id());
        assertThat(sees(ben, "Docs")).isFalse();
        assertThat(sees(cleo, "Docs")).isTrue();
        assertThat(shares.restore(ben, made.share().id())).isTrue();
        assertThat(sees(ben, "Docs")).isTrue();
    }

    @Test
    void whoeverHasLeftCanBeInvitedAgain() {
        tree.mkdir(anna, "Docs");
        share(anna, "Docs", with("ben", 1));
        assertThat(refused(anna, "Docs", with("ben", 1))).isEqualTo(ShareRefusal.ALREADY_SHARED);
        remove(ben, "Docs");
        share(anna, "Docs", with("ben", 1));
        assertThat(sees(ben, "Docs")).isTrue();
        assertThat(shares.seen().left(ben)).isEmpty();
    }

    @Test
    void aRemovedFolderTakesWhatIsShownInItAlongAndLeavesIt() {
        tree.mkdir(anna, "Docs");
        tree.mkdir(ben, "In");
        tree.mkdir(ben, "In/deep");
        SeenShare made = share(anna, "Docs", with("ben", 1));
        homes.move(at(ben, "Docs"), at(ben, "In/deep/Docs"), ben, false, Conditions.NONE);
        FileId folder = entry(ben, "In").id();
        assertThat(remove(ben, "In")).isInstanceOf(RemoveResult.Removed.class);
        assertThat(names(ben, "")).isEmpty();
        assertThat(shares.seen().left(ben)).hasSize(1);
        assertThat(sees(anna, "Docs")).isTrue();
        restoreFromTrash(ben, folder);
        shares.restore(ben, made.share().id());
        assertThat(names(ben, "In/deep")).containsExactly("Docs");
    }

    @Test
    void whatIsInTheTrashOfItsOwnerIsAwayAndComesBack() {
        tree.mkdir(anna, "Top");
        FileId folder = tree.mkdir(anna, "Top/Docs").id();
        FileId top = tree.entry(anna, "Top").id();
        share(anna, "Top/Docs", with("ben", 31));
        ETag before = entry(ben, "").etag();
        assertThat(sees(ben, "Docs")).isTrue();

        remove(anna, "Top");
        assertThat(names(ben, "")).isEmpty();
        assertThat(entry(ben, "").etag()).isNotEqualTo(before);
        assertThat(write(ben, "Docs/a.txt", "x")).isInstanceOf(Refusal.NoParent.class);
        restoreFromTrash(anna, top);
        assertThat(names(ben, "")).containsExactly("Docs");
        assertThat(entry(ben, "Docs").id()).isEqualTo(folder);

        remove(anna, "Top");
        trash.empty(anna);
        while (tree.files.sweeper().sweep()) {
            // Until all is gone.
        }
        assertThat(database.<Boolean>read(
                        session -> ShareRows.on(session, List.of(folder)).isEmpty()))
                .isTrue();
    }

    @Test
    void aShareIsWorthWhatItsSharerMay() {
        tree.mkdir(anna, "Docs");
        tree.mkdir(anna, "Docs/sub");
        SeenShare first = share(anna, "Docs", with("ben", ShareBits.READ | ShareBits.CREATE | ShareBits.SHARE));
        assertThat(refused(ben, "Docs/sub", with("cleo", ShareBits.READ | ShareBits.DELETE)))
                .isEqualTo(ShareRefusal.MORE_THAN_OWN);
        SeenShare second = share(ben, "Docs/sub", with("cleo", ShareBits.READ | ShareBits.CREATE));
        assertThat(second.owner().uid()).isEqualTo("anna");
        assertThat(second.sharer().uid()).isEqualTo("ben");
        assertThat(entry(cleo, "sub").rights()).containsExactlyInAnyOrder(Right.READ, Right.CREATE);
        assertThat(shares.seen().on(anna, TreeKit.path("Docs/sub"), true).orElseThrow())
                .hasSize(1);

        shares.change(
                anna, first.share().id(), new ShareChange(ShareBits.READ | ShareBits.SHARE, null, null, null, null));
        assertThat(entry(cleo, "sub").rights()).containsExactly(Right.READ);
        shares.change(anna, first.share().id(), new ShareChange(ShareBits.READ, null, null, null, null));
        assertThat(sees(cleo, "sub")).isFalse();
        shares.change(anna, first.share().id(), new ShareChange(31, null, null, null, null));
        assertThat(entry(cleo, "sub").rights()).containsExactlyInAnyOrder(Right.READ, Right.CREATE);
        shares.end(anna, first.share().id());
        assertThat(sees(cleo, "sub")).isFalse();
    }

    @Test
    void whatWasReadThroughAShareIsNotWrittenAfterItHasEnded() {
        tree.mkdir(anna, "Docs");
        SeenShare made = share(anna, "Docs", with("ben", 31));
        var spot = at(ben, "Docs/a.txt");
        shares.end(anna, made.share().id());
        assertThat(tree.write(spot.view(), "a.txt", "late")).isInstanceOf(Refusal.NotAllowed.class);
        assertThat(names(anna, "Docs")).isEmpty();
    }

    @Test
    void aShareEndsByItself() {
        tree.mkdir(anna, "Docs");
        Instant end = clock.instant().plus(Duration.ofDays(1));
        share(anna, "Docs", new NewShare(ShareKind.USER, "ben", 1, end, "", "", ""));
        clock.turn(Duration.ofDays(1).minusSeconds(1));
        assertThat(sees(ben, "Docs")).isTrue();
        clock.turn(Duration.ofSeconds(1));
        assertThat(sees(ben, "Docs")).isFalse();
        assertThat(refused(anna, "Docs", new NewShare(ShareKind.USER, "cleo", 1, clock.instant(), "", "", "")))
                .isEqualTo(ShareRefusal.EXPIRY_IN_THE_PAST);
    }

    @Test
    void whatIsTakenOutOfAShareStaysWithItsOwnerAsWell() {
        tree.mkdir(anna, "Docs");
        tree.mkdir(anna, "Docs/sub");
        FileId file = tree.put(anna, "Docs/sub/a.txt", "one").id();
        share(anna, "Docs", with("ben", 31));

        assertThat(homes.move(at(ben, "Docs/sub"), at(ben, "mine"), ben, false, Conditions.NONE))
                .isInstanceOf(MoveResult.Moved.class);
        assertThat(tree.entry(ben, "mine/a.txt").id()).isEqualTo(file);
        assertThat(tree.entry(ben, "mine/a.txt").space()).isEqualTo(ben.space());
        assertThat(names(anna, "Docs")).isEmpty();
        assertThat(trash.list(anna, null, 10))
                .extracting(item -> item.location().toString())
                .containsExactly("/Docs/sub");
        restoreFromTrash(anna, trash.list(anna, null, 10).getFirst().id());
        assertThat(names(anna, "Docs/sub")).containsExactly("a.txt");

        assertThat(homes.move(at(ben, "mine"), at(ben, "Docs/back"), ben, false, Conditions.NONE))
                .isInstanceOf(MoveResult.Moved.class);
        assertThat(tree.entry(anna, "Docs/back/a.txt").id()).isEqualTo(file);
        assertThat(trash.list(ben, null, 10)).isEmpty();
    }

    @Test
    void whatMayOnlyBeLookedAtIsNotTakenAway() {
        tree.mkdir(anna, "Docs");
        tree.put(anna, "Docs/a.txt", "one");
        String attributes = "[{\"scope\":\"permissions\",\"key\":\"download\",\"value\":false}]";
        share(anna, "Docs", new NewShare(ShareKind.USER, "ben", 31, null, "", "", attributes));
        Entry file = entry(ben, "Docs/a.txt");
        assertThat(file.mayDownload()).isFalse();
        assertThat(homes.copy(at(ben, "Docs/a.txt"), at(ben, "b.txt"), false, true, Conditions.NONE))
                .isInstanceOf(Refusal.NotAllowed.class);
        assertThat(homes.move(at(ben, "Docs/a.txt"), at(ben, "b.txt"), ben, false, Conditions.NONE))
                .isInstanceOf(Refusal.NotAllowed.class);
        assertThat(names(ben, "")).containsExactly("Docs");
    }

    @Test
    void whoeverMayOnlyLookHandsOnNoMore() {
        tree.mkdir(anna, "Docs");
        tree.put(anna, "Docs/a.txt", "one");
        String attributes = "[{\"scope\":\"permissions\",\"key\":\"download\",\"value\":false}]";
        SeenShare first = share(anna, "Docs", new NewShare(ShareKind.USER, "ben", 17, null, "", "", attributes));
        share(ben, "Docs", with("cleo", 1));
        assertThat(entry(cleo, "Docs/a.txt").rights()).containsExactly(Right.READ);
        assertThat(entry(cleo, "Docs/a.txt").mayDownload()).isFalse();
        shares.change(anna, first.share().id(), new ShareChange(null, null, null, null, ""));
        assertThat(entry(cleo, "Docs/a.txt").mayDownload()).isTrue();
    }

    @Test
    void whatIsInTheTrashCannotBeChangedAndStaysAsItWas() {
        FileId docs = tree.mkdir(anna, "Docs").id();
        SeenShare made = share(anna, "Docs", with("ben", 1));
        int id = made.share().id();
        remove(anna, "Docs");
        assertThat(refused(shares.end(anna, id))).isEqualTo(ShareRefusal.NO_SUCH_SHARE);
        assertThat(refused(shares.change(anna, id, new ShareChange(31, null, null, null, null))))
                .isEqualTo(ShareRefusal.NO_SUCH_SHARE);
        restoreFromTrash(anna, docs);
        assertThat(entry(ben, "Docs").rights()).containsExactly(Right.READ);
    }

    /** Places are given in batches. */
    @Test
    void moreThanABatchOfNewThingsIsSeenAtOnce() {
        for (int i = 0; i <= 300; i++) {
            tree.mkdir(anna, "d" + i);
            share(anna, "d" + i, with("ben", 1));
        }
        assertThat(names(ben, "")).hasSize(301);
    }

    @Test
    void attributesHaveTheirLongest() {
        tree.mkdir(anna, "Docs");
        String start = "[{\"scope\":\"x\",\"key\":\"";
        String end = "\",\"value\":true}]";
        String longest = start + "k".repeat(ShareAttributes.CHARS_MAX - start.length() - end.length()) + end;
        String tooLong = longest.replace("\"x\"", "\"xx\"");
        assertThat(refused(anna, "Docs", new NewShare(ShareKind.USER, "ben", 1, null, "", "", tooLong)))
                .isEqualTo(ShareRefusal.BAD_ATTRIBUTES);
        assertThat(share(anna, "Docs", new NewShare(ShareKind.USER, "ben", 1, null, "", "", longest))
                        .share()
                        .attributes())
                .isEqualTo(longest);
    }

    @Test
    void whatMayNotBeSharedIsRefused() {
        tree.mkdir(anna, "Docs");
        assertThat(refused(anna, "", with("ben", 1))).isEqualTo(ShareRefusal.ROOT);
        assertThat(refused(anna, "none", with("ben", 1))).isEqualTo(ShareRefusal.NO_SUCH_PLACE);
        assertThat(refused(anna, "Docs", with("nobody", 1))).isEqualTo(ShareRefusal.NO_SUCH_RECIPIENT);
        assertThat(refused(anna, "Docs", withGroup("nobody", 1))).isEqualTo(ShareRefusal.NO_SUCH_RECIPIENT);
        assertThat(refused(anna, "Docs", with("anna", 1))).isEqualTo(ShareRefusal.ONESELF);
        assertThat(refused(anna, "Docs", with("ben", 32))).isEqualTo(ShareRefusal.BAD_PERMISSIONS);
        assertThat(refused(anna, "Docs", with("ben", -1))).isEqualTo(ShareRefusal.BAD_PERMISSIONS);
        assertThat(refused(anna, "Docs", new NewShare(ShareKind.USER, "ben", 1, null, "", "x".repeat(256), "")))
                .isEqualTo(ShareRefusal.LABEL_TOO_LONG);
        assertThat(refused(anna, "Docs", new NewShare(ShareKind.USER, "ben", 1, null, "x".repeat(4_001), "", "")))
                .isEqualTo(ShareRefusal.NOTE_TOO_LONG);
        assertThat(refused(anna, "Docs", new NewShare(ShareKind.USER, "ben", 1, null, "", "", "{}")))
                .isEqualTo(ShareRefusal.BAD_ATTRIBUTES);
        assertThat(names(ben, "")).isEmpty();
        share(anna, "Docs", new NewShare(ShareKind.USER, "ben", 1, null, "x".repeat(4_000), "x".repeat(255), "[]"));
        assertThat(refused(ben, "Docs", with("anna", 1))).isEqualTo(ShareRefusal.NOT_SHAREABLE);
        assertThat(tree.eventWords()).contains("share.created denied", "share.created ok");
    }

    @Test
    void onlyWhoeverSharesChangesAShare() {
        tree.mkdir(anna, "Docs");
        SeenShare made = share(anna, "Docs", with("ben", 31));
        int id = made.share().id();
        ShareChange note = new ShareChange(null, null, "for you", null, null);
        assertThat(refused(shares.change(ben, id, note))).isEqualTo(ShareRefusal.NOT_YOURS);
        assertThat(refused(shares.change(cleo, id, note))).isEqualTo(ShareRefusal.NO_SUCH_SHARE);
        assertThat(refused(shares.end(cleo, id))).isEqualTo(ShareRefusal.NO_SUCH_SHARE);
        assertThat(shares.seen().get(cleo, id)).isEmpty();
        assertThat(refused(shares.change(anna, id, new ShareChange(null, null, null, null, null))))
                .isEqualTo(ShareRefusal.NOTHING_TO_CHANGE);
        assertThat(shares.change(anna, id, note)).isInstanceOf(ShareResult.Done.class);
        assertThat(shares.seen().get(ben, id).orElseThrow().share().note()).isEqualTo("for you");
        Instant end = clock.instant().plus(Duration.ofDays(2));
        shares.change(anna, id, new ShareChange(null, new ShareChange.Expiry(end), null, null, null));
        assertThat(shares.seen().get(anna, id).orElseThrow().share().expires()).isEqualTo(end);
        shares.change(anna, id, new ShareChange(null, new ShareChange.Expiry(null), null, null, null));
        assertThat(shares.seen().get(anna, id).map(SeenShare::share).map(Share::expires))
                .isEmpty();
    }

    @Test
    void listsShowWhatSomebodyMayKnowOf() {
        tree.mkdir(anna, "Docs");
        tree.mkdir(anna, "Docs/sub");
        SeenShare first = share(anna, "Docs", with("ben", 31));
        SeenShare second = share(ben, "Docs/sub", with("cleo", 1));
        assertThat(ids(shares.seen().by(anna))).containsExactly(first.share().id());
        assertThat(ids(shares.seen().by(ben))).containsExactly(second.share().id());
        assertThat(ids(shares.seen().with(ben))).containsExactly(first.share().id());
        assertThat(ids(shares.seen().below(anna, TreeKit.path("Docs")).orElseThrow()))
                .containsExactly(second.share().id());
        assertThat(shares.seen().below(anna, TreeKit.path("none"))).isEmpty();
        assertThat(ids(shares.seen().inherited(anna, TreeKit.path("Docs/sub")).orElseThrow()))
                .containsExactly(first.share().id());
        assertThat(shares.seen().by(ben).getFirst().path()).isEqualTo(TreeKit.path("Docs/sub"));
        assertThat(shares.seen().with(cleo).getFirst().path()).isEqualTo(TreeKit.path("sub"));
        assertThat(shares.seen().on(anna, TreeKit.path("none"), true)).isEqualTo(Optional.empty());
    }

    private static List<Integer> ids(List<SeenShare> seen) {
        return seen.stream().map(one -> one.share().id()).toList();
    }

    @Test
    void whatIsHandedToAnotherAccountStaysShared() {
        tree.mkdir(anna, "Docs");
        share(anna, "Docs", with("ben", 1));
        tree.files.transfer(anna, TreeKit.path("Docs"), cleo, TreeKit.path(""));
        assertThat(Set.copyOf(names(cleo, ""))).containsExactly("Docs");
        assertThat(entry(ben, "Docs").owner()).isEqualTo(cleo.owner());
    }
}
