package coffer.systemtests.walls.crossed.files;

import coffer.systemtests.walls.crossed.server.http.Handler;

/** Crosses the arrows: the core sees a server package. */
public final class SeesTheServer {
    Handler handler(Handler handler) {
        return handler;
    }
}
