package coffer.server.webdav;

/** How far below its target a request reaches (RFC 4918, section 10.2). */
enum Depth {
    ZERO,
    ONE,
    INFINITY
}
