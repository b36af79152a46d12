/**
 * What clients ask before and beside their files: is the server there, what can it do, who am I; pictures of people; app
 * passwords; the history of a file; what new passwords must be like; and the administration of accounts and groups that existing tools use. The dialect is
 * OCS (Open Collaboration Services) with the envelope of its two versions; every member and number is one that a client reads.
 *
 * <p>Keeps nothing. Promises to announce only what the server really does. Decides no rights: it asks {@code
 * coffer.accounts} with the actor of the request and translates the outcome.
 *
 * <p>May call {@code coffer.base}, {@code coffer.accounts}, {@code coffer.avatars}, {@code coffer.logins} (confirming a
 * password), {@code coffer.files} (the fill of a space), {@code coffer.locks}, {@code coffer.history}, {@code coffer.passwords}, {@code coffer.events}
 * (places in a history) and {@code coffer.server.http}.
 */
@NullMarked
package coffer.server.ocs;

import org.jspecify.annotations.NullMarked;
