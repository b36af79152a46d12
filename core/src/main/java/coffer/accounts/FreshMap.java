package coffer.accounts;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bounded map of what was found out lately. When it is full some entries go, no matter which: all can be found out
 * again. Thread-safe.
 */
final class FreshMap<K, V> {
    private final ConcurrentHashMap<K, V> entries = new ConcurrentHashMap<>();
    private final int max;

    FreshMap(int max) {
        this.max = max;
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    void put(K key, V value) {
        if (entries.size() >= max && !entries.containsKey(key)) {
            makeRoom();
        }
        entries.put(key, value);
    }

    int size() {
        return entries.size();
    }

    /** An eighth goes at once, so that a full map does not search for a victim at every insertion. */
    private void makeRoom() {
        Iterator<K> keys = entries.keySet().iterator();
        for (int removed = 0; removed <= max / 8 && keys.hasNext(); removed++) {
            keys.next();
            keys.remove();
        }
    }
}
