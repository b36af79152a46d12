package coffer.server.webdav;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks a value up when it is first needed, and never again. For one thread. */
final class Once<T> implements Supplier<T> {

    private final Supplier<T> source;
    private @Nullable T value;

    Once(Supplier<T> source) {
        this.source = source;
    }

    @Override
    public T get() {
        if (value == null) {
            value = source.get();
        }
        return value;
    }
}
