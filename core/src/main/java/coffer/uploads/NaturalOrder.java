package coffer.uploads;

import java.util.Comparator;

/**
 * Names in the order a person would count them: runs of digits compare as numbers of any length, all else by character.
 * {@code 2} comes before {@code 10}, {@code 0002} between {@code 1} and {@code 3}, and {@code 000-099} before {@code
 * 100-199}. Names that count the same ({@code 1} and {@code 01}) follow each other in the order of their characters, so
 * that the order is total.
 *
 * <p>The order in which servers of this dialect join chunks (Nextcloud server 32, {@code AssemblyStream.php}).
 */
final class NaturalOrder implements Comparator<String> {
    static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endOfA = endOfDigits(a, i);
                int endOfB = endOfDigits(b, j);
                int order = compareNumbers(a.substring(i, endOfA), b.substring(j, endOfB));
                if (order != 0) {
                    return order;
                }
                i = endOfA;
                j = endOfB;
            } else if (a.charAt(i) != b.charAt(j)) {
                return Character.compare(a.charAt(i), b.charAt(j));
            } else {
                i++;
                j++;
            }
        }
        int left = Integer.compare(a.length() - i, b.length() - j);
        return left != 0 ? left : a.compareTo(b);
    }

    private static int compareNumbers(String a, String b) {
        String significantA = a.substring(leadingZeros(a));
        String significantB = b.substring(leadingZeros(b));
        int byLength = Integer.compare(significantA.length(), significantB.length());
        return byLength != 0 ? byLength : significantA.compareTo(significantB);
    }

    private static int leadingZeros(String digits) {
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return zeros;
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
