/** Tests of the looks of {@code coffer doctor}, at servers with one fault each. */
@NullMarked
package coffer.server.doctor;

import org.jspecify.annotations.NullMarked;
