package coffer.adapter.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.keys.RootKeyAway;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Taking turns; what is done in a turn is tested with a real module. */
class TokenModuleTest {
    @Test
    void aCallThatHangsDoesNotCollectThreads() throws Exception {
        TokenModule module = module(Duration.ofMillis(50));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<String> hanging = thread.submit(() -> module.alone(() -> {
                inside.countDown();
                over.await();
                return "done";
            }));
            inside.await();
            assertThatThrownBy(() -> module.alone(() -> "never"))
                    .isInstanceOf(RootKeyAway.class)
                    .hasMessageContaining("/opt/m.so has not answered another call");
            over.countDown();
            assertThat(hanging.get()).isEqualTo("done");
        }
        assertThat(module.alone(() -> "next")).isEqualTo("next");
    }

    @Test
    void anInterruptionEndsTheWait() {
        TokenModule module = module(TokenModule.TURN_MAX);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> module.alone(() -> "never"))
                .isInstanceOf(RootKeyAway.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatFailsGivesTheTurnBack() {
        TokenModule module = module(TokenModule.TURN_MAX);
        assertThatThrownBy(() -> module.alone(() -> {
                    throw new IllegalStateException("so");
                }))
                .hasMessage("so");
        assertThat(module.alone(() -> "next")).isEqualTo("next");
    }

    private static TokenModule module(Duration turnMax) {
        return new TokenModule(Path.of("/opt/m.so"), turnMax, new SecureRandom());
    }
}
