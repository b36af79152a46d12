package coffer.server;

import coffer.audit.AuditPlaces;
import coffer.audit.AuditState;
import coffer.db.Databases;
import coffer.server.operator.AuditSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The audit log of an installation that is not running: nothing is opened for writing, nothing is migrated. */
final class OfflineAudit {
    private OfflineAudit() {}

    static AuditSource of(Settings settings) throws IOException {
        // The lock, so that no server starts meanwhile and appends to what is being read.
        try (DataDirectory directory = DataDirectory.open(settings.data())) {
            Optional<AuditState> state = settings.database().isPresent()
                    ? Databases.peekPostgres(settings.database().get(), OfflineAudit::state)
                    : Databases.peekSqlite(directory.database(), OfflineAudit::state);
            return new AuditSource(AuditPlaces.in(settings.data()), state);
        }
    }

    private static Optional<AuditState> state(@Nullable Connection connection) throws SQLException {
        return connection == null ? Optional.empty() : AuditState.peek(connection);
    }
}
