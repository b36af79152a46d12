package coffer.server.operator;

import coffer.accounts.Account;
import coffer.accounts.AccountsFeature;
import coffer.backup.BackupOptions;
import coffer.backup.BackupRefused;
import coffer.backup.BackupReport;
import coffer.base.Actor;
import coffer.base.ObjectId;
import coffer.blobs.Conversion;
import coffer.blobs.Rehearsal;
import coffer.blobs.RepairResult;
import coffer.blobs.StorageHealth;
import coffer.db.Ids;
import coffer.files.Files;
import coffer.files.ObjectPlaces;
import coffer.files.TreeKit;
import coffer.history.History;
import coffer.locks.LockAdministration;
import coffer.logins.LoginsFeature;
import coffer.logins.SessionPolicy;
import coffer.mail.MailTransport;
import coffer.uploads.Uploads;
import coffer.versions.Versions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** What commands work with, from real features that a test has opened. */
final class TestServices {
    private TestServices() {}

    static Services of(AccountsFeature accounts, TreeKit tree, Optional<MailTransport> mail) {
        return of(accounts, tree, mail, false);
    }

    /** @param upkeep whether a server runs */
    static Services of(AccountsFeature accounts, TreeKit tree, Optional<MailTransport> mail, boolean upkeep) {
        return new Services(
                accounts.accounts(),
                accounts.groups(),
                accounts.appPasswords(),
                accounts.deviceWipes(),
                logins(accounts, tree),
                mail,
                tree.files,
                new History(tree.database, tree.events, accounts.appPasswords()),
                new LockAdministration(tree.database, tree.files, tree.events, tree.clock),
                new StorageHealth(
                        tree.database,
                        tree.objects,
                        new ObjectPlaces(tree.database),
                        account -> accounts.accounts().byId(account).map(Account::uid),
                        tree.clock),
                tree.disk.ring(),
                new Conversion(
                        tree.database,
                        tree.objects,
                        tree.disk.ring(),
                        List.of(Files.references(), Uploads.references(), Versions.references()),
                        tree.clock),
                new Rehearsal(tree.database, tree.objects, tree.disk.ring(), tree.clock),
                new NowhereToBackUp(),
                new Sizes(tree.database, tree.objects, tree.events, new SecureRandom()),
                tree.clock,
                upkeep);
    }

    /** These tests have no place for backups. */
    private static final class NowhereToBackUp implements Backups {
        @Override
        public BackupReport make(Actor actor, String to, BackupOptions options) {
            throw new BackupRefused("There is no place " + to + ".");
        }

        @Override
        public RepairResult repair(String from, ObjectId object) {
            throw new BackupRefused("There is no backup in " + from + ".");
        }
    }

    static LoginsFeature logins(AccountsFeature accounts, TreeKit tree) {
        return new LoginsFeature(
                tree.database,
                new Ids(tree.database),
                tree.events,
                accounts,
                SessionPolicy.standard(),
                new SecureRandom(),
                tree.clock);
    }
}
