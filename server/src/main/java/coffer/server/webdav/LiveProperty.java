package coffer.server.webdav;

import java.io.IOException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A property that the server computes (RFC 4918, section 4), for resources of kind {@code R}.
 *
 * @param name under which clients ask for it
 * @param usual whether it belongs to the answer when a client asks for no property in particular
 * @param present whether a resource has it; one that has it not answers 404 for it
 * @param passing whether it changes without a change of the resource's space: with time, or with an account
 * @param value writes what stands inside the element; nothing for a property whose value is empty
 */
record LiveProperty<R>(XmlName name, boolean usual, Predicate<R> present, boolean passing, Value<R> value) {

    /** Writes the content of the element, as XML. */
    @FunctionalInterface
    interface Value<R> {
        void write(R resource, XmlBuffer out) throws IOException;
    }

    /** A property that every resource of the kind has. */
    static <R> LiveProperty<R> of(XmlName name, Value<R> value) {
        return new LiveProperty<>(name, false, _ -> true, false, value);
    }

    /** The same property of another kind of resource, which stands for one of this kind. */
    <S> LiveProperty<S> of(Function<S, R> resource) {
        return new LiveProperty<>(
                name,
                usual,
                other -> present.test(resource.apply(other)),
                passing,
                (other, out) -> value.write(resource.apply(other), out));
    }

    /** The same property, part of the usual answer. */
    LiveProperty<R> inUsualAnswer() {
        return new LiveProperty<>(name, true, present, passing, value);
    }

    /** The same property, which only some resources have. */
    LiveProperty<R> onlyIf(Predicate<R> condition) {
        return new LiveProperty<>(name, usual, condition, passing, value);
    }

    /** The same property, whose value passes without a change of the resource's space. */
    LiveProperty<R> passingValue() {
        return new LiveProperty<>(name, usual, present, true, value);
    }
}
