package coffer.keys;

import java.util.Set;

/**
 * What stored content says of the keys that it needs. Asked at a start, before anything is written, so it only reads; the answers are
 * samples, because looking at everything would take as long as reading it.
 */
public interface NeededKeys {
    /** Whether the database names any object. */
    boolean named();

    /** Keys that some of the objects need which the database names. */
    Set<KeyName> ofNamed();

    /** Whether any object lies in the store, named or not. */
    boolean stored();

    /** Keys that some of the stored objects need, named or not. What is damaged needs none. */
    Set<KeyName> ofStored();

    /** Where the store is, for messages. */
    String place();
}
