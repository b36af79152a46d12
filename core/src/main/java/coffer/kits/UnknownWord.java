package coffer.kits;

import java.util.List;

/**
 * A word that is none of the list. Prints its position alone, because what it may have meant is part of a secret.
 *
 * @param position which one of the words it is, from 1
 * @param near words of the list that may have been meant, nearest first; at most five, and empty when none is near
 */
public record UnknownWord(int position, List<String> near) {
    public UnknownWord {
        near = List.copyOf(near);
    }

    @Override
    public String toString() {
        return "word " + position;
    }
}
