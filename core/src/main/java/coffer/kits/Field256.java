package coffer.kits;

/**
 * The field of 256 elements in which AES reckons (FIPS 197 section 4: polynomials over GF(2) modulo x⁸ + x⁴ + x³ + x + 1). Addition is
 * exclusive or. Without tables and without branches on values, so the time taken tells nothing of them. Elements are 0 to 255.
 */
final class Field256 {
    private static final int MODULUS = 0x11b;
    private static final int HIGHEST_BIT = 7;

    private Field256() {}

    static int multiply(int one, int other) {
        int product = 0;
        int shifted = one;
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            product ^= shifted & -((other >>> bit) & 1);
            shifted = (shifted << 1) ^ (MODULUS & -(shifted >>> HIGHEST_BIT));
        }
        return product;
    }

    /** The element by which it gives 1, which is its 254th power; 0 for 0. */
    static int inverse(int element) {
        int square = element;
        int power = 1;
        for (int bit = 1; bit < Byte.SIZE; bit++) {
            square = multiply(square, square);
            power = multiply(power, square);
        }
        return power;
    }
}
