package coffer.server;

import coffer.backup.Backup;
import coffer.backup.BackupOptions;
import coffer.backup.BackupPlace;
import coffer.backup.BackupRefused;
import coffer.backup.BackupReport;
import coffer.backup.Restore;
import coffer.base.Actor;
import coffer.base.ObjectId;
import coffer.blobs.Repair;
import coffer.blobs.RepairResult;
import coffer.blobs.SealedBytes;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.keys.KeyRing;
import coffer.keys.SealBroken;
import coffer.server.operator.Backups;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Backups of an open installation. */
final class CoreBackups implements Backups {
    private final Backup backup;
    private final Repair repair;
    private final BackupPlaces places;
    private final KeyRing ring;
    private final EventLog events;
    private final SecureRandom random;

    CoreBackups(Backup backup, Repair repair, BackupPlaces places, KeyRing ring, EventLog events, SecureRandom random) {
        this.backup = backup;
        this.repair = repair;
        this.places = places;
        this.ring = ring;
        this.events = events;
        this.random = random;
    }

    @Override
    public BackupReport make(Actor actor, String to, BackupOptions options) {
        Target target = new Target("backup", to, "", "");
        try (BackupPlace place = places.forWriting(to)) {
            BackupReport report = backup.make(place, options);
            events.append(Event.ok(EventType.BACKUP_MADE, actor, target)
                    .with("snapshot", report.snapshot())
                    .with("root_key", Boolean.toString(options.withRootKey()))
                    .with("damaged", Integer.toString(report.damaged().size())));
            return report;
        } catch (BackupRefused e) {
            events.append(Event.denied(EventType.BACKUP_MADE, actor, target, String.valueOf(e.getMessage())));
            throw e;
        }
    }

    @Override
    public RepairResult repair(String from, ObjectId object) {
        try (BackupPlace place = places.forReading(from)) {
            List<String> snapshots = Restore.snapshots(place);
            if (snapshots.isEmpty()) {
                throw new BackupRefused("There is no backup in " + place.place() + ".");
            }
            Optional<SealedBytes> copy = new Restore(place, ring::find, random).object(snapshots.getLast(), object);
            if (copy.isEmpty()) {
                return new RepairResult.Refused("snapshot " + snapshots.getLast() + " does not have it");
            }
            try (SealedBytes bytes = copy.get()) {
                return repair.repair(object, bytes);
            }
        } catch (SealBroken e) {
            return new RepairResult.Refused("the copy is damaged: " + e.getMessage());
        }
    }
}
