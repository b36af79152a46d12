/** Tests of the HTTP kit over real sockets, and the raw client that protocol tests of other packages use. */
@NullMarked
package coffer.server.http;

import org.jspecify.annotations.NullMarked;
