package coffer.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The order to a device to remove what it has of an account, and how far it has come.
 *
 * @param id that of the app password it had
 * @param name of the device
 * @param seen when the device learnt of it, null before
 * @param done when the device said that it has removed everything, null before
 */
public record DeviceWipe(
        long id,
        String name,
        Instant ordered,
        @Nullable Instant seen,
        @Nullable Instant done) {}
