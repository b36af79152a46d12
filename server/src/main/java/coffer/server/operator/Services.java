package coffer.server.operator;

import coffer.accounts.Accounts;
import coffer.accounts.AppPasswords;
import coffer.accounts.DeviceWipes;
import coffer.accounts.Groups;
import coffer.blobs.Conversion;
import coffer.blobs.Rehearsal;
import coffer.blobs.StorageHealth;
import coffer.files.Files;
import coffer.history.History;
import coffer.keys.KeyRing;
import coffer.locks.LockAdministration;
import coffer.logins.LoginsFeature;
import coffer.mail.MailTransport;
import java.time.Clock;
import java.util.Optional;

/**
 * The services of the core that commands call.
 *
 * @param mail the way to the mail server; empty when mail is off
 * @param upkeep whether this is a server, which goes on in the background with what is begun
 */
public record Services(
        Accounts accounts,
        Groups groups,
        AppPasswords appPasswords,
        DeviceWipes wipes,
        LoginsFeature logins,
        Optional<MailTransport> mail,
        Files files,
        History history,
        LockAdministration locks,
        StorageHealth storage,
        KeyRing keys,
        Conversion conversion,
        Rehearsal rehearsal,
        Backups backups,
        Sizes sizes,
        Clock clock,
        boolean upkeep) {}
