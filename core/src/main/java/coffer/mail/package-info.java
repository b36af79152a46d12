/**
 * Mail on its way out: kept with the change that it tells of, sent in the background.
 *
 * <p>Keeps the table {@code outgoing_mail}. A feature hands a {@link coffer.mail.MailMessage} to
 * {@link coffer.mail.Outbox#add} in its own transaction; the outbox tries to deliver it through the port
 * {@link coffer.mail.MailTransport} until the server accepts it, refuses it for good, or the mail has expired.
 *
 * <p>Promises:
 * <ul>
 *   <li>A mail exists exactly when the change that it tells of does, and survives restarts.
 *   <li>It is delivered at least once, or its loss is an event. It is never sent again after the server's acknowledgement
 *       was written down; a process that is killed between the two, or stopped while it waits for the answer, may send a
 *       second copy with the same Message-ID.
 *   <li>Of several processes on one database only one tries to deliver a mail at a time.
 *   <li>Address and text are gone from the table as soon as the mail is sent, refused or expired, and never stand in a log
 *       or an event.
 *   <li>Nothing in a mail can add a header or a recipient: subjects and addresses hold no line breaks.
 *   <li>Without a transport mail is off: nothing is queued ({@link coffer.mail.Outbox#enabled}).
 * </ul>
 *
 * <p>May call {@code base}, {@code db} and {@code events}.
 */
@NullMarked
package coffer.mail;

import org.jspecify.annotations.NullMarked;
