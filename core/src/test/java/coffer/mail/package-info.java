/** Tests of the outbox, on both databases. */
@NullMarked
package coffer.mail;

import org.jspecify.annotations.NullMarked;
