/**
 * Pictures that people choose for their accounts.
 *
 * <p>Keeps one picture for an account in two sizes; owns the table of migration 034. Promises that what is handed out was
 * drawn here from pixels alone: no byte of an uploaded file, no place and no time of its making is kept. Decoding is
 * bounded in bytes, pixels and passes, and happens on one thread, one picture at a time.
 *
 * <p>Everybody chooses a picture for their own account only; administrators may remove one. Changes and refused attempts
 * are events. Who may <em>see</em> a picture is who may see the account, which the caller asks {@code accounts}.
 *
 * <p>May call {@code base}, {@code db}, {@code events} and {@code accounts}.
 */
@NullMarked
package coffer.avatars;

import org.jspecify.annotations.NullMarked;
