package coffer.systemtests.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Bytes of a file, remembered by what they were made from. Two contents made in one run differ from their first bytes on, so that no
 * mixture of two versions can pass for one of them.
 *
 * @param pieces one, or the chunks that were assembled
 */
record Content(List<Piece> pieces) {

    record Piece(long seed, int sizeBytes) {
        byte[] bytes() {
            var bytes = new byte[sizeBytes];
            new Random(seed).nextBytes(bytes);
            return bytes;
        }
    }

    static Content of(Piece piece) {
        return new Content(List.of(piece));
    }

    Content {
        pieces = List.copyOf(pieces);
    }

    Content plus(Piece piece) {
        var more = new ArrayList<>(pieces);
        more.add(piece);
        return new Content(more);
    }

    int sizeBytes() {
        return pieces.stream().mapToInt(Piece::sizeBytes).sum();
    }

    byte[] bytes() {
        var bytes = new byte[sizeBytes()];
        int at = 0;
        for (var piece : pieces) {
            System.arraycopy(piece.bytes(), 0, bytes, at, piece.sizeBytes());
            at += piece.sizeBytes();
        }
        return bytes;
    }

    boolean equalsBytes(byte[] other) {
        return Arrays.equals(bytes(), other);
    }
}
