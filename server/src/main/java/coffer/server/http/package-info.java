/**
 * The HTTP engine and what every protocol on it shares: strict requests, routes, authentication, limits, security
 * headers, error answers. The only package that sees the engine (Jetty).
 *
 * <p>Keeps nothing between requests. Promises that a handler meets only requests whose path was decoded once and
 * refused when odd, whose body is bounded as its route says, and whose caller is known when the route asks for it;
 * that whatever a handler throws becomes one answer in the error shape of its route; and that a refused request
 * leaves the connection in a known state: drained and reusable, or closed after the client could read the status.
 *
 * <p>May call {@code coffer.base} and {@code coffer.accounts}.
 */
@NullMarked
package coffer.server.http;

import org.jspecify.annotations.NullMarked;
