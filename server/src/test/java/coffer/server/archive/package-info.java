@NullMarked
package coffer.server.archive;

import org.jspecify.annotations.NullMarked;
