/**
 * The audit log: the first reader of the event log. A hash chain of entries in append-only files, with signed checkpoints.
 *
 * <p>Keeps the directory {@code audit/}, the key {@code keys/audit.key} and the table {@code audit_state}. Promises that
 * every event becomes exactly one entry, in reading order, whatever crashes in between ({@link coffer.audit.AuditLog}),
 * and that {@link coffer.audit.AuditVerifier} names the first entry or checkpoint that was altered, removed, inserted,
 * moved or cut off. The bytes are described in {@code docs/formats/audit-log.md}. Calls {@code coffer.base},
 * {@code coffer.db} and {@code coffer.events}.
 */
@NullMarked
package coffer.audit;

import org.jspecify.annotations.NullMarked;
