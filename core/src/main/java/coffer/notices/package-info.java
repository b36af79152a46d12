/**
 * Notices to the owners of accounts: mails that tell of new devices, changed passwords and files that cannot be read.
 *
 * <p>A reader of the event log ({@link coffer.notices.Notices}) with the cursor {@code notices} and no tables of its own.
 * Promises that each new device and each new password of an account with an e-mail address leads to a mail, that many of
 * them within a minute share one, and that nothing from before the first start is told. {@link coffer.notices.NoticeText}
 * holds all the words. Calls {@code base}, {@code db}, {@code events}, {@code accounts}, {@code blobs} and {@code mail}.
 */
@NullMarked
package coffer.notices;

import org.jspecify.annotations.NullMarked;
