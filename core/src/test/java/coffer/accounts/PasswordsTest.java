package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final SecureRandom random = new SecureRandom();
    private final Passwords passwords = new Passwords(AccountsKit.CHEAP, 2, Passwords.QUEUE, random);

    @AfterEach
    void close() {
        passwords.close();
    }

    @Test
    void theCostForPeopleIs64MiBThreePassesOneLane() {
        assertThat(Passwords.COST).isEqualTo(new PasswordHash.Cost(65_536, 3, 1));
        try (Passwords standard = Passwords.standard(random);
                Secret secret = Secret.of("a good password")) {
            String stored = standard.hash(secret).orElseThrow().text();
            assertThat(stored).startsWith("$argon2id$v=19$m=65536,t=3,p=1$");
            assertThat(standard.check(secret, stored)).isEqualTo(Passwords.Verdict.RIGHT);
            assertThat(passwords.check(secret, stored)).isEqualTo(Passwords.Verdict.RIGHT_BUT_OUTDATED);
        }
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        try (Secret secret = Secret.of("a good password")) {
            assertThat(passwords.hash(secret).orElseThrow().text())
                    .isNotEqualTo(passwords.hash(secret).orElseThrow().text());
        }
    }

    @Test
    void withoutAnythingToCheckAgainstTheAnswerIsWrong() {
        try (Secret secret = Secret.of("a good password")) {
            assertThat(passwords.check(secret, null)).isEqualTo(Passwords.Verdict.WRONG);
            assertThat(passwords.check(secret, "no hash at all")).isEqualTo(Passwords.Verdict.WRONG);
        }
    }

    @Test
    void anotherKeyboardsNormalFormIsTheSamePassword() {
        try (Secret composed = Secret.of("Schl\u00fcsselbund");
                Secret decomposed = Secret.of("Schlu\u0308sselbund")) {
            String stored = passwords.hash(composed).orElseThrow().text();
            assertThat(passwords.check(decomposed, stored)).isEqualTo(Passwords.Verdict.RIGHT);
        }
    }

    @Test
    void whoWaitsTooLongForATurnIsTurnedAway() throws ExecutionException, InterruptedException {
        PasswordHash.Cost slow = new PasswordHash.Cost(8_192, 64, 1);
        try (Passwords one = new Passwords(slow, 1, Duration.ofMillis(1), random);
                Secret secret = Secret.of("a good password");
                var others = Executors.newFixedThreadPool(2)) {
            CountDownLatch begun = new CountDownLatch(2);
            Future<Boolean> first = others.submit(() -> hashed(one, secret, begun));
            Future<Boolean> second = others.submit(() -> hashed(one, secret, begun));
            assertThat(first.get() ^ second.get()).isTrue();
            assertThat(one.hash(secret)).isPresent();
        }
    }

    private static boolean hashed(Passwords by, Secret secret, CountDownLatch begun) throws InterruptedException {
        begun.countDown();
        begun.await();
        return by.hash(secret).isPresent();
    }
}
