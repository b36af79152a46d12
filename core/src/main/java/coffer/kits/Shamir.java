package coffer.kits;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Shares a secret so that some shares together give it and fewer tell nothing (Shamir, "How to share a secret", 1979), byte by byte over
 * {@link Field256}. Each byte of the secret is the value at 0 of a polynomial whose other coefficients are random; a share is its values at one
 * other place.
 *
 * <p>The coefficients are uniform, 0 included, the highest too: where it could not be 0, shares that do not suffice would rule out one value of
 * each byte.
 */
final class Shamir {
    private static final int LOWEST_BYTE = 0xff;

    private Shamir() {}

    /**
     * Shares a secret.
     *
     * @param needed how many shares give the secret, 1 to {@code count}
     * @param count how many shares there are, at most 255
     * @return the shares at 1, 2, … {@code count}, each as long as the secret
     */
    static byte[][] split(byte[] secret, int needed, int count, SecureRandom random) {
        byte[][] coefficients = new byte[needed][];
        coefficients[0] = secret;
        for (int power = 1; power < needed; power++) {
            coefficients[power] = new byte[secret.length];
            random.nextBytes(coefficients[power]);
        }
        byte[][] shares = new byte[count][];
        for (int i = 0; i < count; i++) {
            shares[i] = valuesAt(i + 1, coefficients);
        }
        for (int power = 1; power < needed; power++) {
            Arrays.fill(coefficients[power], (byte) 0);
        }
        return shares;
    }

    /** The values of one polynomial for each byte, by Horner's rule. */
    static byte[] valuesAt(int place, byte[][] coefficients) {
        byte[] values = new byte[coefficients[0].length];
        for (int at = 0; at < values.length; at++) {
            int value = 0;
            for (int power = coefficients.length - 1; power >= 0; power--) {
                value = Field256.multiply(value, place) ^ (coefficients[power][at] & LOWEST_BYTE);
            }
            values[at] = (byte) value;
        }
        return values;
    }

    /**
     * The values at 0 of the polynomials through these shares, by Lagrange's rule.
     *
     * @param places where the shares lie, all different, none 0
     */
    static byte[] combine(int[] places, byte[][] shares) {
        byte[] secret = new byte[shares[0].length];
        for (int i = 0; i < places.length; i++) {
            int weight = weight(places, i);
            for (int at = 0; at < secret.length; at++) {
                secret[at] ^= (byte) Field256.multiply(weight, shares[i][at] & LOWEST_BYTE);
            }
        }
        return secret;
    }

    private static int weight(int[] places, int own) {
        int above = 1;
        int below = 1;
        for (int i = 0; i < places.length; i++) {
            if (i != own) {
                above = Field256.multiply(above, places[i]);
                below = Field256.multiply(below, places[i] ^ places[own]);
            }
        }
        return Field256.multiply(above, Field256.inverse(below));
    }
}
