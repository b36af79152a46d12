package coffer.bench.micro;

import coffer.base.FilePath;
import coffer.files.Entry;
import java.io.IOException;
import java.time.Clock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From a path to what is there. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls what is marked with Setup first
public class PathLookUp {

    private static final int SIBLINGS = 500;

    /** Segments of the path. */
    @Param({"1", "4"})
    public int depth;

    private House house;
    private FilePath path;

    @Setup(Level.Trial)
    public void open() throws IOException {
        house = House.open(Scratch.directory(), Clock.systemUTC());
        var folder = "";
        for (int i = 1; i < depth; i++) {
            folder += "folder-" + i;
            house.makeFolder(folder);
            folder += "/";
        }
        for (int i = 0; i < SIBLINGS; i++) {
            house.write(folder + "file-" + i, new byte[0]);
        }
        path = House.path(folder + "file-77");
    }

    @Benchmark
    public Entry entry() {
        return house.files().entry(house.home(), path).orElseThrow();
    }

    @TearDown(Level.Trial)
    public void close() {
        house.close();
    }
}
