package coffer.accounts;

import java.util.List;

/** A page of what an actor may see, or that they may not list at all. */
public sealed interface Listing<T> {
    /** In the order that was asked for; fewer than the limit means that there are no more. */
    record Page<T>(List<T> items) implements Listing<T> {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** The actor administers nothing. Answer 403. */
    record NotAllowed<T>() implements Listing<T> {}

    /** The items; empty for somebody who may not list. */
    default List<T> itemsOrNone() {
        return switch (this) {
            case Page<T>(List<T> items) -> items;
            case NotAllowed<T> _ -> List.of();
        };
    }
}
