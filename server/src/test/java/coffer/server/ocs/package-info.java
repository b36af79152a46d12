/** Tests of the OCS dialect and the pages beside it, over real sockets and real accounts. */
@NullMarked
package coffer.server.ocs;

import org.jspecify.annotations.NullMarked;
