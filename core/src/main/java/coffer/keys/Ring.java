package coffer.keys;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ring as it is at one moment: a root key and the entries that it vouches for, in the order in which they came. Does not change. */
final class Ring {
    private final RootKey root;
    private final Map<KeyName, RingEntry> entries;

    private Ring(RootKey root, Map<KeyName, RingEntry> entries) {
        this.root = root;
        this.entries = entries;
    }

    /**
     * All entries under one root key; those of another are wrapped anew.
     *
     * @throws SealBroken when an entry is not one of {@code before}
     */
    static Ring of(RootKey root, Collection<RingEntry> entries, Optional<RootKey> before) throws SealBroken {
        Map<KeyName, RingEntry> all = new LinkedHashMap<>();
        for (RingEntry entry : entries) {
            if (entry.root().equals(root.id())) {
                all.put(entry.name(), entry);
            } else {
                RootKey other = before.filter(key -> key.id().equals(entry.root()))
                        .orElseThrow(
                                () -> new SealBroken("space key " + entry + " is wrapped by root key " + entry.root()));
                all.put(entry.name(), entry.under(root, other));
            }
        }
        return new Ring(root, all);
    }

    RootKey root() {
        return root;
    }

    Optional<RingEntry> find(KeyName name) {
        return Optional.ofNullable(entries.get(name));
    }

    Collection<RingEntry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** With one entry more, or in the place of an earlier state of it. */
    Ring with(RingEntry entry) {
        Map<KeyName, RingEntry> more = new LinkedHashMap<>(entries);
        more.put(entry.name(), entry);
        return new Ring(root, more);
    }

    /**
     * The same keys under another root key.
     *
     * @throws SealBroken when an entry does not open, so that none is lost unnoticed
     */
    Ring under(RootKey next) throws SealBroken {
        return of(next, entries.values(), Optional.of(root));
    }
}
