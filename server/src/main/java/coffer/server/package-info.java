/** The program: its command line, its configuration, and the one place where everything is wired together. May call every package. */
@NullMarked
package coffer.server;

import org.jspecify.annotations.NullMarked;
