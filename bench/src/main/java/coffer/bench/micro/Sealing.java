package coffer.bench.micro;

import coffer.blobs.ReceiveLimits;
import coffer.blobs.Received;
import coffer.files.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Content on its way in, sealed in memory, and on its way out, with its row and its bytes read from the database. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls what is marked with Setup first
public class Sealing {

    @Param({"4096", "65536"})
    public int bytes;

    private House house;
    private byte[] content;
    private Entry file;

    @Setup(Level.Trial)
    public void open() throws IOException {
        house = House.open(Scratch.directory(), Clock.systemUTC());
        content = new byte[bytes];
        new Random(1).nextBytes(content);
        house.write("file", content);
        file = house.files().entry(house.home(), House.path("file")).orElseThrow();
    }

    @Benchmark
    public Received seal() throws IOException {
        return house.objects()
                .receive(
                        house.home().space(),
                        new ByteArrayInputStream(content),
                        ReceiveLimits.exactly(bytes),
                        Set.of());
    }

    @Benchmark
    public long unseal() throws IOException {
        try (var reader = house.files().open(file)) {
            reader.transfer(0, bytes, OutputStream.nullOutputStream());
            return reader.sizeBytes();
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        house.close();
    }
}
