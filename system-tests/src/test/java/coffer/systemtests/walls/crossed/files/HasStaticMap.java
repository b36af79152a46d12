package coffer.systemtests.walls.crossed.files;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Crosses the wall of state with a constant that can change. */
public final class HasStaticMap {
    static final Map<String, String> CACHE = new ConcurrentHashMap<>();
}
