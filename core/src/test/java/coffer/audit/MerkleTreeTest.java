package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {
    @Test
    void theRootOfNothingIsTheHashOfNothing() {
        assertThat(new MerkleTree().root().hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    /** {@code head -c 33 /dev/zero | sha256sum}: the byte of a leaf, and 32 of the value. */
    @Test
    void theRootOfOneLeafIsItsLeafHash() {
        MerkleTree tree = new MerkleTree();
        tree.add(Digest.ZERO);
        assertThat(tree.root().hex()).isEqualTo("7f9c9e31ac8256ca2f258583df262dbc7d6f68f2a03043d5c99a4ae5a7396ce9");
    }

    /** Against the definition of RFC 6962 § 2.1, written down as it stands there. */
    @Test
    void theRootIsTheOneOfTheDefinitionForEverySize() {
        List<Digest> leaves = new ArrayList<>();
        MerkleTree tree = new MerkleTree();
        for (int size = 1; size <= 130; size++) {
            Digest leaf = Digest.over("leaf " + size);
            leaves.add(leaf);
            tree.add(leaf);
            assertThat(tree.root()).isEqualTo(definition(leaves));
            assertThat(tree.leaves()).isEqualTo(size);
        }
    }

    private static Digest definition(List<Digest> leaves) {
        if (leaves.size() == 1) {
            return Digest.over(new byte[] {0}, leaves.getFirst().bytes());
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return Digest.over(
                new byte[] {1},
                definition(leaves.subList(0, split)).bytes(),
                definition(leaves.subList(split, leaves.size())).bytes());
    }
}
