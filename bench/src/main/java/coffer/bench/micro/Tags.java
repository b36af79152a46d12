package coffer.bench.micro;

import coffer.base.ETag;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The text of an entity tag, as it stands in each response of a listing. */
@State(Scope.Benchmark)
public class Tags {

    private long value = 0x15197765b5d0b5beL;

    @Benchmark
    public String quoted() {
        return new ETag(value++).quoted();
    }
}
