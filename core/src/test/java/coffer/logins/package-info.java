/** Tests of sessions and login flows. */
@NullUnmarked
package coffer.logins;

import org.jspecify.annotations.NullUnmarked;
