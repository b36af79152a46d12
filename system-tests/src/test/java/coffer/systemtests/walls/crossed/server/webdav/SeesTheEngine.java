package coffer.systemtests.walls.crossed.server.webdav;

import java.util.List;
import org.eclipse.jetty.http.HttpField;

/** Crosses the wall of the engine. */
public final class SeesTheEngine {
    List<HttpField> fields(List<HttpField> fields) {
        return fields;
    }
}
