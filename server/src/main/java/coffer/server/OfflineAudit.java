package coffer.server;

import coffer.audit.AuditPlaces;
import coffer.audit.AuditState;
import coffer.db.Databases;
import coffer.server.operator.AuditSource;
import java.io.IOException;
import java.util.Optional;

/** The audit log of an installation that is not running: nothing is opened for writing, nothing is migrated. */
final class OfflineAudit {
    private OfflineAudit() {}

    static AuditSource of(Settings settings) throws IOException {
        // The lock, so that no server starts meanwhile and appends to what is being read.
        try (DataDirectory directory = DataDirectory.open(settings.data())) {
            Optional<AuditState> state = settings.database().isPresent()
                    ? Databases.peekPostgres(settings.database().get(), AuditState::peek)
                    : Databases.peekSqlite(directory.database(), AuditState::peek);
            return new AuditSource(AuditPlaces.in(settings.data()), state);
        }
    }
}
