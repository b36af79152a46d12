/**
 * Ways to reach people: mail over SMTP.
 *
 * <p>Keeps nothing. {@link coffer.adapter.messages.SmtpTransport} implements the core's port
 * {@link coffer.mail.MailTransport} with Angus Mail, the only place that sees it. Calls {@code base} and {@code mail} of
 * the core.
 */
@NullMarked
package coffer.adapter.messages;

import org.jspecify.annotations.NullMarked;
