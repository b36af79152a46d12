package coffer.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {

    @Test
    void aMillionFilesLieInFiveBranches() {
        var shape = new Shape("/tree", 1_000_000);

        assertThat(shape.leaves()).isEqualTo(2_000);
        assertThat(shape.groups()).isEqualTo(100);
        assertThat(shape.branches()).isEqualTo(5);
        assertThat(shape.foldersAboveLeaves()).isEqualTo(106);
        assertThat(shape.leaf(1_999)).isEqualTo("/tree/branch-4/group-99/leaf-1999");
    }

    @Test
    void aLastFolderThatIsNotFullIsRefused() {
        assertThatThrownBy(() -> new Shape("/tree", 1_001)).isInstanceOf(IllegalArgumentException.class);
    }
}
