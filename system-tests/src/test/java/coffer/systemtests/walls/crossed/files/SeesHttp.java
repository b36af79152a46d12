package coffer.systemtests.walls.crossed.files;

import java.net.URI;
import java.net.http.HttpRequest;

/** Crosses the wall of the core. */
public final class SeesHttp {
    int port(URI address) {
        return HttpRequest.newBuilder(address).build().uri().getPort();
    }
}
