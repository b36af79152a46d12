/** Tests of the pages and of the calls with which programs use them. */
@NullMarked
package coffer.server.login;

import org.jspecify.annotations.NullMarked;
