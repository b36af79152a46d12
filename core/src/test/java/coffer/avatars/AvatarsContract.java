package coffer.avatars;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.accounts.Account;
import coffer.accounts.Accounts;
import coffer.accounts.AccountsFeature;
import coffer.accounts.AccountsSettings;
import coffer.accounts.CreateResult;
import coffer.accounts.Group;
import coffer.accounts.NewAccount;
import coffer.accounts.Quota;
import coffer.base.Actor;
import coffer.base.Origin;
import coffer.db.Ids;
import coffer.db.StoreContract;
import coffer.events.Cursor;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.LoggedEvent;
import coffer.events.Outcome;
import coffer.testkit.TurnedClock;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chosen pictures on both databases. */
abstract class AvatarsContract extends StoreContract {
    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-22T10:00:00Z"));

    private EventLog events;
    private AccountsFeature feature;
    private Avatars avatars;
    private Account anna;
    private Account bob;
    private Account root;

    @BeforeEach
    void makePeople() {
        open();
        feature.groups().create(Actor.operator("test"), "staff", "");
        anna = account("anna", List.of("staff"), List.of());
        bob = account("bob", List.of(), List.of("staff"));
        root = account("root", List.of(Group.ADMIN), List.of());
    }

    @AfterEach
    void close() {
        avatars.close();
        feature.close();
    }

    private Account account(String uid, List<String> groups, List<String> administers) {
        // An account with an address needs no password, whose hash would take long.
        NewAccount wanted =
                new NewAccount(uid, null, "", uid + "@h.test", groups, administers, new Quota.Default(), "");
        return ((CreateResult.Created) feature.accounts().create(Actor.operator("test"), wanted)).account();
    }

    private static Actor actor(Account account) {
        return Actor.user(
                account.id(), account.uid(), null, new Origin("192.0.2.1", "test", "request", "GET", "/test"));
    }

    private static byte[] picture(int width, int height) {
        return Drawings.file(Drawings.stripes(width, height), "png");
    }

    private List<Event> logged(EventType type, Outcome outcome) {
        Cursor newest = events.newest();
        long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        List<LoggedEvent> all = events.after(Cursor.START, EventLog.READ_MAX);
        // PostgreSQL shows an event when no older transaction of the whole server is under way any more.
        while (!all.getLast().at().equals(newest) && System.nanoTime() < patience) {
            Thread.onSpinWait();
            all = events.after(Cursor.START, EventLog.READ_MAX);
        }
        return all.stream()
                .flatMap(event -> event.event().stream())
                .filter(event -> event.type() == type && event.outcome() == outcome)
                .toList();
    }

    @Test
    void aPictureIsThereInTwoSizesUntilItIsRemoved() {
        assertThat(avatars.of(anna.id(), 64)).isEmpty();

        assertThat(avatars.choose(actor(anna), picture(900, 300))).isEqualTo(new AvatarResult.Done());

        for (int asked : new int[] {1, 64, 65, 512, 99_999}) {
            BufferedImage image =
                    Drawings.read(avatars.of(anna.id(), asked).orElseThrow().png());
            assertThat(image.getWidth()).isEqualTo(asked <= 64 ? 64 : 512);
            assertThat(image.getHeight()).isEqualTo(image.getWidth());
            assertThat(image.getRGB(image.getWidth() / 2, 3)).isEqualTo(Drawings.GREEN);
        }
        assertThat(avatars.of(bob.id(), 64)).isEmpty();

        assertThat(avatars.withdraw(actor(anna), "Anna")).isEqualTo(new AvatarResult.Done());
        assertThat(avatars.of(anna.id(), 512)).isEmpty();
        assertThat(avatars.withdraw(actor(anna), "anna")).isEqualTo(new AvatarResult.Done());
        assertThat(logged(EventType.AVATAR_CHANGED, Outcome.OK)).hasSize(1);
        assertThat(logged(EventType.AVATAR_REMOVED, Outcome.OK)).hasSize(1);
    }

    @Test
    void anotherPictureTakesItsPlaceAndHasAnotherFingerprint() {
        avatars.choose(actor(anna), picture(900, 300));
        ChosenPicture first = avatars.of(anna.id(), 64).orElseThrow();
        assertThat(first.fingerprint()).matches("[0-9a-f]{32}");
        avatars.choose(actor(anna), picture(300, 300));
        ChosenPicture second = avatars.of(anna.id(), 64).orElseThrow();
        assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(avatars.of(anna.id(), 512).orElseThrow().fingerprint()).isEqualTo(second.fingerprint());
        avatars.choose(actor(anna), picture(900, 300));
        assertThat(avatars.of(anna.id(), 64).orElseThrow().fingerprint()).isEqualTo(first.fingerprint());
    }

    @Test
    void aPictureOutlivesARestart() {
        avatars.choose(actor(anna), picture(30, 30));
        avatars.close();
        feature.close();
        reopen();
        open();
        assertThat(avatars.of(anna.id(), 512)).isPresent();
    }

    private void open() {
        events = new EventLog(database, clock);
        feature = AccountsFeature.open(
                database, new Ids(database), events, AccountsSettings.standard(), new SecureRandom(), clock);
        avatars = new Avatars(database, events, feature.accounts(), clock);
    }

    /** Where a picture was taken, by whom and with what is nobody's business. */
    @Test
    void nothingOfTheFileIsKeptButItsPixels() {
        byte[] exif = PixelsTest.exif(6, ByteOrder.BIG_ENDIAN);
        byte[] secret = "secret place".getBytes(StandardCharsets.US_ASCII);
        byte[] jpeg = Drawings.file(Drawings.stripes(90, 90), "jpeg");
        byte[] file = Drawings.withSegment(Drawings.withSegment(jpeg, 0xfffe, secret), 0xffe1, exif);

        assertThat(avatars.choose(actor(anna), file)).isEqualTo(new AvatarResult.Done());

        for (int side : new int[] {64, 512}) {
            byte[] png = avatars.of(anna.id(), side).orElseThrow().png();
            assertThat(chunks(png)).containsOnly("IHDR", "IDAT", "IEND");
            // Held to the right, so that the stripes lie.
            BufferedImage image = Drawings.read(png);
            assertThat(image.getRGB(3, 3) >> 16 & 0xff).isGreaterThan(200);
            assertThat(image.getRGB(side - 4, 3) >> 16 & 0xff).isGreaterThan(200);
            assertThat(image.getRGB(3, side - 4) & 0xff).isGreaterThan(200);
        }
    }

    private static List<String> chunks(byte[] png) {
        List<String> names = new ArrayList<>();
        ByteBuffer file = ByteBuffer.wrap(png);
        for (int at = 8; at < png.length; at += 12 + file.getInt(at)) {
            names.add(new String(png, at + 4, 4, StandardCharsets.US_ASCII));
        }
        return names;
    }

    @Test
    void whatIsNoPictureChangesNothing() {
        avatars.choose(actor(anna), picture(30, 30));
        String before = avatars.of(anna.id(), 64).orElseThrow().fingerprint();

        AvatarResult result = avatars.choose(actor(anna), "no picture".getBytes(StandardCharsets.US_ASCII));

        assertThat(result).isInstanceOf(AvatarResult.Unusable.class);
        assertThat(avatars.of(anna.id(), 64).orElseThrow().fingerprint()).isEqualTo(before);
        assertThat(logged(EventType.AVATAR_CHANGED, Outcome.DENIED)).hasSize(1);
    }

    @Test
    void onlyAdministratorsRemovePicturesOfOthers() {
        avatars.choose(actor(anna), picture(30, 30));

        // A stranger learns nothing; who manages the group sees the account, and that is all.
        Account carl = account("carl", List.of(), List.of());
        assertThat(avatars.withdraw(actor(carl), "anna")).isEqualTo(new AvatarResult.UnknownAccount());
        assertThat(avatars.withdraw(actor(carl), "nobody")).isEqualTo(new AvatarResult.UnknownAccount());
        assertThat(avatars.withdraw(actor(bob), "anna")).isEqualTo(new AvatarResult.NotAllowed());
        assertThat(avatars.of(anna.id(), 64)).isPresent();
        assertThat(logged(EventType.AVATAR_REMOVED, Outcome.DENIED)).hasSize(3);

        assertThat(avatars.withdraw(actor(root), "anna")).isEqualTo(new AvatarResult.Done());
        assertThat(avatars.of(anna.id(), 64)).isEmpty();
    }

    @Test
    void whoHasNoAccountChoosesNone() {
        assertThat(avatars.choose(Actor.operator("test"), picture(30, 30))).isEqualTo(new AvatarResult.NotAllowed());
        assertThat(logged(EventType.AVATAR_CHANGED, Outcome.DENIED)).hasSize(1);
    }

    @Test
    void thePictureGoesWithTheAccount() {
        Accounts accounts = feature.accounts();
        avatars.choose(actor(anna), picture(30, 30));
        accounts.delete(actor(root), "anna");

        assertThat(avatars.remove(anna.id())).isTrue();

        assertThat(avatars.of(anna.id(), 64)).isEmpty();
        // One that was being drawn when the account was deleted does not come after it.
        assertThat(avatars.choose(actor(anna), picture(30, 30))).isEqualTo(new AvatarResult.UnknownAccount());
        assertThat(avatars.of(anna.id(), 64)).isEmpty();
    }

    @Test
    void tooManyAtOnceAreTurnedAway() throws InterruptedException {
        ThreadPoolExecutor worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
        CountDownLatch free = new CountDownLatch(1);
        try (Avatars occupied = new Avatars(database, events, feature.accounts(), clock, new Workshop(worker))) {
            for (int i = 0; i < 2; i++) {
                worker.execute(() -> {
                    try {
                        free.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            assertThat(occupied.choose(actor(anna), picture(30, 30))).isEqualTo(new AvatarResult.Busy());
            free.countDown();
        }
        assertThat(worker.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(avatars.of(anna.id(), 64)).isEmpty();
        assertThat(logged(EventType.AVATAR_CHANGED, Outcome.DENIED)).hasSize(1);
    }
}
