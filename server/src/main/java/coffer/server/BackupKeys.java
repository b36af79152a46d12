package coffer.server;

import coffer.backup.BackupPlace;
import coffer.backup.BackupRefused;
import coffer.backup.Restore;
import coffer.disk.RealDisk;
import coffer.keys.KeyName;
import coffer.keys.KeyPlaces;
import coffer.keys.OfflineRing;
import coffer.keys.RootKeys;
import coffer.keys.SpaceKey;
import coffer.kits.ExportedRootKey;
import coffer.server.operator.KitInput;
import coffer.server.operator.OperatorCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the keys of a backup into a new data directory and opens them there. */
final class BackupKeys {
    private final BackupPlace place;
    private final Settings settings;
    private final @Nullable Path kit;
    private final Map<String, String> environment;
    private final RootKeys rootKeys;
    private final Clock clock;

    /** @param kit file with a recovery kit; null to take the root key from the settings or the backup */
    BackupKeys(
            BackupPlace place,
            Settings settings,
            @Nullable Path kit,
            Map<String, String> environment,
            SecureRandom random,
            Clock clock) {
        this.place = place;
        this.settings = settings;
        this.kit = kit;
        this.environment = environment;
        this.clock = clock;
        rootKeys = new RootKeys(random, Storage.services(random), settings.storage()::secret);
    }

    /**
     * Makes {@code keys/} in a data directory. A root key that the settings name stays where it is.
     *
     * @throws BackupRefused when there is no root key
     * @throws coffer.keys.KeysRefused when it does not open the ring
     */
    Function<KeyName, Optional<SpaceKey>> into(Path data) throws IOException {
        KeyPlaces inData = KeyPlaces.in(data);
        RealDisk disk = new RealDisk();
        disk.makeDirectory(inData.keys());
        Optional<Path> named = settings.storage().rootKey();
        boolean inBackup = Restore.copyKeys(place, inData.keys(), named.isEmpty() && kit == null);
        if (named.isPresent() && kit != null) {
            throw new BackupRefused("Give either --root-key or --kit.");
        }
        if (kit != null) {
            fromKit(kit, bytes -> {
                rootKeys.restore(inData.rootKey(), bytes, disk, clock.instant());
                return bytes;
            });
        } else if (named.isEmpty() && !inBackup) {
            throw new BackupRefused("The backup does not have the root key: name its file with --root-key, or a"
                    + " recovery kit with --kit.");
        }
        OfflineRing ring = OfflineRing.in(rootKeys, named.orElse(inData.rootKey()), inData.keys());
        return ring::find;
    }

    /**
     * The same for who only looks: the root key of a kit is written nowhere, so that a command which is killed leaves none behind.
     *
     * @param data has the files of the ring afterwards
     */
    Function<KeyName, Optional<SpaceKey>> toLook(Path data) throws IOException {
        if (kit == null || settings.storage().rootKey().isPresent()) {
            return into(data);
        }
        Path keys = KeyPlaces.in(data).keys();
        new RealDisk().makeDirectory(keys);
        Restore.copyKeys(place, keys, false);
        return fromKit(kit, bytes -> OfflineRing.in(rootKeys, bytes, keys))::find;
    }

    /** What is done with the root key while it is in memory. */
    @FunctionalInterface
    private interface KeyWork<T> {
        T with(byte[] key) throws IOException;
    }

    private <T> T fromKit(Path file, KeyWork<T> work) throws IOException {
        Iterator<String> lines = Files.readAllLines(file).iterator();
        KitInput input = new KitInput(
                () -> lines.hasNext() ? Optional.of(lines.next()) : Optional.empty(),
                () -> Optional.ofNullable(environment.get(OperatorCommand.PASSWORD_VARIABLE)),
                rootKeys::idOf);
        try (ExportedRootKey key = input.read()) {
            byte[] bytes = key.reveal();
            try {
                return work.with(bytes);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (KitInput.Refused e) {
            throw new BackupRefused(String.valueOf(e.getMessage()), e);
        }
    }
}
