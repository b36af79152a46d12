/**
 * The event log: what has happened, written in the transaction in which it happened.
 *
 * <p>Keeps the tables {@code event}, {@code event_cursor} and {@code event_epoch}. Promises that an event exists exactly
 * when its change does, that every reader meets each event once and in one order ({@link coffer.events.EventLog}), and
 * that an event stays until all readers have passed it. {@link coffer.events.EventType} is the one table of what can
 * happen. Also keeps {@link coffer.events.BackgroundLoop}, the thread every reader and every other background work runs
 * on, and {@link coffer.events.CanonicalJson}, the form in which events are stored. Calls {@code coffer.base},
 * {@code coffer.db} and Jackson.
 */
@NullMarked
package coffer.events;

import org.jspecify.annotations.NullMarked;
