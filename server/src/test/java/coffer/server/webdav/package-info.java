/** Tests of WebDAV: its grammars beside the code, its behaviour against a started server over a socket. */
@NullMarked
package coffer.server.webdav;

import org.jspecify.annotations.NullMarked;
