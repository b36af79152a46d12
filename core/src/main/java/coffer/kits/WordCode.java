package coffer.kits;

import java.util.ArrayList;
import java.util.List;

/**
 * Bytes as words of the list, eleven bits each, the most significant bit first (BIP-39, "Generating the mnemonic"). Only for lengths that are
 * whole words: 33 bytes are 24 words, 44 bytes are 32.
 */
final class WordCode {
    private static final int LOWEST_BYTE = 0xff;

    private WordCode() {}

    static List<String> words(byte[] bytes) {
        List<String> words = new ArrayList<>();
        int held = 0;
        int bits = 0;
        for (byte next : bytes) {
            held = (held << Byte.SIZE) | (next & LOWEST_BYTE);
            bits += Byte.SIZE;
            if (bits >= WordList.WORD_BITS) {
                bits -= WordList.WORD_BITS;
                words.add(WordList.ENGLISH.word(held >>> bits));
                held &= (1 << bits) - 1;
            }
        }
        return List.copyOf(words);
    }

    /** The bytes of words given by their numbers; to be overwritten by the caller. */
    static byte[] bytes(int[] numbers) {
        byte[] bytes = new byte[numbers.length * WordList.WORD_BITS / Byte.SIZE];
        int at = 0;
        int held = 0;
        int bits = 0;
        for (int number : numbers) {
            held = (held << WordList.WORD_BITS) | number;
            bits += WordList.WORD_BITS;
            while (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes[at] = (byte) (held >>> bits);
                at++;
                held &= (1 << bits) - 1;
            }
        }
        return bytes;
    }
}
