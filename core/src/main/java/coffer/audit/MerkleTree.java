package coffer.audit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The root over a growing list of entry hashes, as in RFC 6962 § 2.1: leaves and inner nodes are hashed with different
 * first bytes, and the left sub-tree of a node is the largest full one. It keeps one hash for each level, so it needs no
 * more memory for a million leaves than for a thousand.
 */
final class MerkleTree {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    /** Roots of full sub-trees, the smallest first; no two of the same size. */
    private final Deque<Full> full = new ArrayDeque<>();

    private long leaves;

    private record Full(long leaves, Digest root) {}

    void add(Digest leaf) {
        Full grown = new Full(1, Digest.over(LEAF, leaf.bytes()));
        while (!full.isEmpty() && full.peek().leaves == grown.leaves) {
            Full left = full.pop();
            grown = new Full(left.leaves * 2, node(left.root, grown.root));
        }
        full.push(grown);
        leaves++;
    }

    long leaves() {
        return leaves;
    }

    /** The root of what was added; SHA-256 of nothing for an empty list. */
    Digest root() {
        Digest root = null;
        for (Full left : full) {
            root = root == null ? left.root : node(left.root, root);
        }
        return root == null ? Digest.over() : root;
    }

    private static Digest node(Digest left, Digest right) {
        return Digest.over(NODE, left.bytes(), right.bytes());
    }
}
