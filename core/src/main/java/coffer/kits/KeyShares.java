package coffer.kits;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A root key shared among several people, of whom some together can open everything ({@link Shamir}).
 *
 * <p>Security: fewer shares than needed tell nothing of the key, whatever is computed with them. A share that its holder has altered makes
 * combining fail, and nothing tells whose it was; with other holders' shares it succeeds.
 */
public final class KeyShares {

    /** What shares together have brought forth. */
    public sealed interface Combined {
        /** To be closed after use. */
        record Key(ExportedRootKey key) implements Combined {}

        /**
         * More shares are needed.
         *
         * @param needed how many altogether
         */
        record TooFew(int given, int needed) implements Combined {}

        /** They were not all made together, so they do not belong to each other. */
        record Mixed() implements Combined {}

        /** One share was given twice. */
        record Doubled(int index) implements Combined {}

        /** What they give is not the root key that they name: at least one is altered. */
        record Altered() implements Combined {}
    }

    private KeyShares() {}

    /**
     * Shares a key. Shares of another call do not fit these.
     *
     * @param needed how many shares give the key; {@link KeyShare#NEEDED_MIN} to {@code count}
     * @param count how many shares there are; at most {@link KeyShare#COUNT_MAX}
     */
    public static List<KeyShare> split(ExportedRootKey key, int needed, int count, SecureRandom random) {
        if (needed < KeyShare.NEEDED_MIN || needed > count || count > KeyShare.COUNT_MAX) {
            throw new IllegalArgumentException("a key is shared so that " + KeyShare.NEEDED_MIN + " or more of at most "
                    + KeyShare.COUNT_MAX + " shares open, not " + needed + " of " + count);
        }
        byte[] splitting = new byte[Integer.BYTES];
        random.nextBytes(splitting);
        int name = ByteBuffer.wrap(splitting).getInt();
        byte[] secret = key.reveal();
        try {
            byte[][] values = Shamir.split(secret, needed, count, random);
            return IntStream.range(0, count)
                    .mapToObj(i -> new KeyShare(needed, count, i + 1, name, mark(key.id()), values[i]))
                    .toList();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * The key that shares give together. More than needed may be given; all of them count.
     *
     * @param rootId gives the id of a root key
     */
    public static Combined combine(List<KeyShare> shares, Function<byte[], UUID> rootId) {
        if (shares.isEmpty()) {
            return new Combined.TooFew(0, KeyShare.NEEDED_MIN);
        }
        KeyShare first = shares.getFirst();
        if (!shares.stream().allMatch(first::belongsTo)) {
            return new Combined.Mixed();
        }
        Set<Integer> seen = new HashSet<>();
        for (KeyShare share : shares) {
            if (!seen.add(share.index())) {
                return new Combined.Doubled(share.index());
            }
        }
        return shares.size() < first.needed()
                ? new Combined.TooFew(shares.size(), first.needed())
                : whole(shares, first.rootMark(), rootId);
    }

    private static Combined whole(List<KeyShare> shares, int rootMark, Function<byte[], UUID> rootId) {
        int[] places = shares.stream().mapToInt(KeyShare::index).toArray();
        byte[][] values = shares.stream().map(KeyShare::value).toArray(byte[][]::new);
        byte[] secret = Shamir.combine(places, values);
        ExportedRootKey key = ExportedRootKey.of(secret, rootId);
        Arrays.fill(secret, (byte) 0);
        if (mark(key.id()) == rootMark) {
            return new Combined.Key(key);
        }
        key.close();
        return new Combined.Altered();
    }

    /** The first four bytes of an id. */
    private static int mark(UUID id) {
        return (int) (id.getMostSignificantBits() >>> Integer.SIZE);
    }
}
