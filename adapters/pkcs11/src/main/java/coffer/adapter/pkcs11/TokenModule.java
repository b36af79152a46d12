package coffer.adapter.pkcs11;

import coffer.adapter.pkcs11.TokenRefusal.Kind;
import coffer.base.Secret;
import coffer.keys.RootKeyAway;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A loaded module with all that this process has open in it. Calls are made one after the other, because initialising a module anew while
 * another thread is inside it would end the process, and not all modules bear threads. Keys are wrapped and unwrapped rarely.
 */
final class TokenModule {
    /** How long a call waits for its turn, so that a device that hangs does not collect threads. */
    static final Duration TURN_MAX = Duration.ofSeconds(20);

    private final Path library;
    private final Duration turnMax;
    private final SecureRandom random;
    private final ReentrantLock turn = new ReentrantLock();
    private final Set<TokenConnection> open = new HashSet<>();

    /** By serial number and label of a token. */
    private final Map<String, Secret> refusedPins = new HashMap<>();

    /** With which a token was last signed in to, by serial number and label. */
    private final Map<String, Secret> acceptedPins = new HashMap<>();

    private @Nullable Cryptoki cryptoki;

    /** Loads nothing yet. */
    TokenModule(Path library, Duration turnMax, SecureRandom random) {
        this.library = library;
        this.turnMax = turnMax;
        this.random = random;
    }

    /** What runs while nobody else uses the module. */
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /** What is done with a token that was found. */
    private interface Visit<T> {
        T run(TokenInfo token) throws TokenRefusal;
    }

    /**
     * Runs alone.
     *
     * @throws RootKeyAway when it is not its turn in time
     */
    <T, E extends Exception> T alone(Work<T, E> work) throws E {
        try {
            if (!turn.tryLock(turnMax.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RootKeyAway("The PKCS #11 module " + library + " has not answered another call for "
                        + turnMax.toSeconds() + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RootKeyAway("interrupted while waiting for the PKCS #11 module " + library, e);
        }
        try {
            return work.run();
        } finally {
            turn.unlock();
        }
    }

    /**
     * A connection to a key. Only within {@link #alone}.
     *
     * @throws RootKeyAway with what an operator can do about it
     */
    TokenConnection connect(TokenAddress address, Optional<Secret> pin) {
        TokenConnection connection =
                visit(address, pin, token -> TokenConnection.open(library, token, address, pin, random));
        open.add(connection);
        return connection;
    }

    /**
     * Makes a key. Only within {@link #alone}.
     *
     * @return false when an object of its name is there already; then nothing was made
     * @throws RootKeyAway as {@link #connect}
     */
    boolean make(TokenAddress address, Optional<Secret> pin) {
        return visit(address, pin, token -> TokenConnection.make(library, token, address, pin));
    }

    /** Ends a connection. Only within {@link #alone}. */
    void close(TokenConnection connection) {
        open.remove(connection);
        connection.close();
    }

    /** Whether nobody has loaded the module anew since the connection was made. */
    boolean isOpen(TokenConnection connection) {
        return open.contains(connection);
    }

    private <T> T visit(TokenAddress address, Optional<Secret> pin, Visit<T> visit) {
        try {
            try {
                return visitOnce(address, pin, visit);
            } catch (TokenRefusal first) {
                if (first.kind() != Kind.GONE) {
                    throw first;
                }
                loadAnew();
                return visitOnce(address, pin, visit);
            }
        } catch (TokenRefusal e) {
            throw e.away(address);
        }
    }

    private <T> T visitOnce(TokenAddress address, Optional<Secret> pin, Visit<T> visit) throws TokenRefusal {
        loaded().initialize();
        TokenInfo token = find(address);
        String name = token.serial() + "/" + token.label();
        requireUsable(token, name, pin);
        signOutOthers(name, pin);
        try {
            T result = visit.run(token);
            pin.ifPresent(accepted -> acceptedPins.put(name, copy(accepted)));
            return result;
        } catch (TokenRefusal e) {
            if (e.kind() == Kind.PIN && pin.isPresent()) {
                refusedPins.put(name, copy(pin.get()));
            }
            throw e;
        }
    }

    private TokenInfo find(TokenAddress address) throws TokenRefusal {
        List<TokenInfo> all = loaded().tokens();
        List<TokenInfo> meant = all.stream().filter(address::means).toList();
        if (meant.size() > 1) {
            throw new TokenRefusal(
                    Kind.UNFIT, "several tokens are meant, so name one by its serial number: " + listed(meant));
        }
        if (meant.isEmpty()) {
            throw new TokenRefusal(
                    Kind.GONE,
                    "there is no such token; " + (all.isEmpty() ? "there is none at all" : "there is " + listed(all)));
        }
        return meant.getFirst();
    }

    private static String listed(List<TokenInfo> tokens) {
        return tokens.stream().map(TokenInfo::toString).collect(Collectors.joining(", "));
    }

    private void requireUsable(TokenInfo token, String name, Optional<Secret> pin) throws TokenRefusal {
        Optional<String> flaw = token.flaw(pin.isPresent());
        if (flaw.isPresent()) {
            throw new TokenRefusal(Kind.UNFIT, flaw.get());
        }
        Secret refused = refusedPins.get(name);
        if (refused != null && token.wantsPin() && pin.isPresent() && refused.equals(pin.get())) {
            throw new TokenRefusal(
                    Kind.UNFIT,
                    "the token has refused this PIN before; because tokens lock, it is not offered again before Coffer is started anew");
        }
    }

    /** A token that the process is signed in to takes any PIN; so one that it has not seen yet must find nobody signed in. */
    private void signOutOthers(String name, Optional<Secret> pin) {
        Secret accepted = acceptedPins.get(name);
        if (pin.isPresent() && accepted != null && !accepted.equals(pin.get())) {
            closeAll();
        }
    }

    private static Secret copy(Secret pin) {
        char[] chars = pin.reveal();
        try {
            return new Secret(chars);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    private void closeAll() {
        open.forEach(TokenConnection::close);
        open.clear();
    }

    private Cryptoki loaded() throws TokenRefusal {
        Cryptoki known = cryptoki;
        if (known == null) {
            known = Cryptoki.load(library);
            cryptoki = known;
        }
        return known;
    }

    /**
     * Initialises the module anew: some see a token that has come, or come back, only then. It ends every session, so all connections are
     * closed first. Were one of the provider's sessions left, the provider would close it later, when its number is that of a new one.
     */
    private void loadAnew() throws TokenRefusal {
        closeAll();
        loaded().finish();
        loaded().initialize();
    }
}
