package coffer.server.operator;

import coffer.audit.AuditPlaces;
import coffer.audit.AuditState;
import java.util.Optional;

/**
 * Where the audit log lies and what the database says of it.
 *
 * @param state empty when the database cannot say; the files are then judged by themselves
 */
public record AuditSource(AuditPlaces places, Optional<AuditState> state) {}
