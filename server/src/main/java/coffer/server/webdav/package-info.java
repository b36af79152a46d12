/**
 * WebDAV on {@code /remote.php/dav} and on the older {@code /remote.php/webdav}: RFC 4918 classes 1, 2 and 3, extended
 * MKCOL (RFC 5689), quota properties (RFC 4331) and the dialect of the Nextcloud sync clients, with chunked uploads.
 *
 * <p>Handlers read a request into domain values, call one operation of the core, and translate its outcome; they hold no
 * state between requests and decide no permission. The literal prefixes, the order of propstats and the texts of error
 * bodies are part of the protocol and are tested against recorded sessions of the clients.
 *
 * <p>May call {@code coffer.files}, {@code coffer.locks}, {@code coffer.uploads}, {@code coffer.accounts},
 * {@code coffer.base}, {@code coffer.server.archive} and {@code coffer.server.http}; no other protocol.
 */
@NullMarked
package coffer.server.webdav;

import org.jspecify.annotations.NullMarked;
