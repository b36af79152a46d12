package coffer.server.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.AccountId;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.base.Origin;
import coffer.base.SpaceId;
import coffer.files.Right;
import coffer.files.View;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptListingsTest {
    private static final byte[] ASKED = new byte[100];

    private final KeptListings listings = new KeptListings();

    private static View view(Set<Right> rights) {
        AccountId account = new AccountId(1);
        Actor actor = Actor.user(account, "anna", null, Origin.local("test"));
        return new View(actor, new SpaceId(2), new FileId(3), account, "anna", rights);
    }

    private KeptListings.Slot slot(String href, long generation) {
        return listings.slot(view(EnumSet.allOf(Right.class)), generation, href, false, ASKED);
    }

    /** For what is asked a second time; that it is nothing the first time has a test of its own. */
    private static Optional<KeptListings.Pen> second(KeptListings.Slot slot) {
        slot.pen();
        return slot.pen();
    }

    private void keep(KeptListings.Slot slot, int bytes) throws IOException {
        try (KeptListings.Pen pen = second(slot).orElseThrow();
                OutputStream out = pen.on(OutputStream.nullOutputStream())) {
            for (int i = 0; i < bytes; i += 1024) {
                out.write(new byte[Math.min(1024, bytes - i)]);
            }
            pen.whole();
        }
    }

    @Test
    void oneHoldsForItsGenerationAndItsQuestionOnly() throws IOException {
        keep(slot("/a/", 7), 10);

        assertThat(slot("/a/", 7).found()).isPresent();
        assertThat(slot("/a/", 8).found()).isEmpty();
        assertThat(slot("/b/", 7).found()).isEmpty();
        View reader = view(EnumSet.of(Right.READ));
        assertThat(listings.slot(reader, 7, "/a/", false, ASKED).found()).isEmpty();
        View owner = view(EnumSet.allOf(Right.class));
        assertThat(listings.slot(owner, 7, "/a/", true, ASKED).found()).isEmpty();
        assertThat(listings.slot(owner, 7, "/a/", false, new byte[99]).found()).isEmpty();
    }

    @Test
    void onlyWhatIsAskedASecondTimeWithoutAChangeIsTakenDown() throws IOException {
        assertThat(slot("/a/", 7).pen()).isEmpty();
        assertThat(slot("/a/", 8).pen()).isEmpty();
        assertThat(slot("/a/", 8).found()).isEmpty();

        keep(slot("/a/", 8), 10);
        assertThat(slot("/a/", 8).found()).isPresent();

        long kept = listings.bytes();
        assertThat(slot("/a/", 9).pen()).isEmpty();
        assertThat(listings.bytes()).as("what is over makes room").isEqualTo(kept - 10);
    }

    @Test
    void oneThatWasGivenUpIsNotKept() throws IOException {
        try (KeptListings.Pen pen = second(slot("/a/", 7)).orElseThrow();
                OutputStream out = pen.on(OutputStream.nullOutputStream())) {
            out.write(1);
        }
        assertThat(slot("/a/", 7).found()).isEmpty();
    }

    @Test
    void theLargestIsKeptAndOneByteMoreIsNot() throws IOException {
        keep(slot("/a/", 7), KeptListings.DOCUMENT_BYTES_MAX);
        keep(slot("/b/", 7), KeptListings.DOCUMENT_BYTES_MAX + 1);

        assertThat(slot("/a/", 7).found()).isPresent();
        assertThat(slot("/b/", 7).found()).isEmpty();
    }

    @Test
    void theOnesUsedLongestAgoMakeRoom() throws IOException {
        for (int i = 0; i < 100; i++) {
            keep(slot("/" + i + "/", 7), KeptListings.DOCUMENT_BYTES_MAX / 2);
            assertThat(slot("/0/", 7).found()).isPresent();
            assertThat(listings.bytes()).isLessThanOrEqualTo(KeptListings.BYTES_MAX);
        }
        assertThat(slot("/1/", 7).found()).isEmpty();
        assertThat(slot("/99/", 7).found()).isPresent();
    }

    /** Questions take memory too: long ones with short answers must not fill it. */
    @Test
    void whatWasAskedCounts() throws IOException {
        View view = view(EnumSet.allOf(Right.class));
        for (int i = 0; i < 100; i++) {
            keep(listings.slot(view, i, "/" + i + "/", false, new byte[1_000_000]), 10);
        }
        assertThat(listings.bytes()).isBetween(KeptListings.BYTES_MAX - 2_000_000, KeptListings.BYTES_MAX);
    }

    @Test
    void aFewAreTakenDownAtATime() {
        List<KeptListings.Pen> pens = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pens.add(second(slot("/" + i + "/", 7)).orElseThrow());
        }
        assertThat(second(slot("/5/", 7))).isEmpty();
        pens.forEach(KeptListings.Pen::close);
        assertThat(slot("/5/", 7).pen()).isPresent();
    }
}
