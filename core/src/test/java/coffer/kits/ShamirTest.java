package coffer.kits;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

final class ShamirTest {
    private static final int ELEMENTS = 256;

    @Test
    void productsAreThoseOfTheStandard() {
        // FIPS 197 sections 4.2 and 4.2.1.
        assertThat(Field256.multiply(0x57, 0x83)).isEqualTo(0xc1);
        assertThat(Field256.multiply(0x57, 0x13)).isEqualTo(0xfe);
        for (int one = 0; one < ELEMENTS; one++) {
            for (int other = 0; other < ELEMENTS; other++) {
                assertThat(Field256.multiply(one, other)).isEqualTo(longProduct(one, other));
            }
        }
    }

    @Test
    void everyElementButZeroHasItsInverse() {
        assertThat(Field256.inverse(0)).isZero();
        for (int element = 1; element < ELEMENTS; element++) {
            assertThat(Field256.multiply(element, Field256.inverse(element))).isEqualTo(1);
        }
    }

    /** Whatever the byte of the secret, the one share has each value equally often: it tells nothing. */
    @Test
    void oneShareOfTwoNeededTellsNothing() {
        for (int secret = 0; secret < ELEMENTS; secret++) {
            for (int place : new int[] {1, 2, 16}) {
                BitSet seen = new BitSet();
                for (int coefficient = 0; coefficient < ELEMENTS; coefficient++) {
                    seen.set(valueAt(place, secret, coefficient));
                }
                assertThat(seen.cardinality()).isEqualTo(ELEMENTS);
            }
        }
    }

    /** All 65,536 pairs of coefficients give all 65,536 pairs of shares, whatever the byte of the secret. */
    @Test
    void twoSharesOfThreeNeededTellNothing() {
        for (int secret : new int[] {0x00, 0x01, 0x53, 0x80, 0xff}) {
            for (int[] places : new int[][] {{1, 2}, {3, 16}}) {
                BitSet seen = new BitSet();
                for (int low = 0; low < ELEMENTS; low++) {
                    for (int high = 0; high < ELEMENTS; high++) {
                        seen.set(valueAt(places[0], secret, low, high) * ELEMENTS
                                + valueAt(places[1], secret, low, high));
                    }
                }
                assertThat(seen.cardinality()).isEqualTo(ELEMENTS * ELEMENTS);
            }
        }
    }

    /** Where one share was made of a secret, every other value of the secret is still possible. */
    @Test
    void everySecretFitsToSharesThatDoNotSuffice() {
        byte[][] shares = Shamir.split(new byte[] {0x42}, 3, 3, new SecureRandom());
        BitSet possible = new BitSet();
        for (int third = 0; third < ELEMENTS; third++) {
            byte[] secret = Shamir.combine(new int[] {1, 2, 3}, new byte[][] {shares[0], shares[1], {(byte) third}});
            possible.set(Byte.toUnsignedInt(secret[0]));
        }
        assertThat(possible.cardinality()).isEqualTo(ELEMENTS);
    }

    /** A highest coefficient that is never 0 would rule out one value of the secret. */
    @Test
    void coefficientsAreTakenAsTheyComeFromTheGenerator() {
        byte[] secret = {1, 2, 3};
        byte[][] shares = Shamir.split(secret, 3, 4, Kits.giving(new byte[3], new byte[3]));

        assertThat(shares).isDeepEqualTo(new byte[][] {secret, secret, secret, secret});
    }

    @Test
    void aSecretAloneIsItsOnlyShareWhenOneIsNeeded() {
        byte[] secret = {9};

        assertThat(Shamir.split(secret, 1, 2, Kits.giving())).isDeepEqualTo(new byte[][] {secret, secret});
        assertThat(Shamir.combine(new int[] {7}, new byte[][] {secret})).isEqualTo(secret);
    }

    private static int valueAt(int place, int... coefficients) {
        byte[][] polynomial = new byte[coefficients.length][];
        for (int i = 0; i < coefficients.length; i++) {
            polynomial[i] = new byte[] {(byte) coefficients[i]};
        }
        return Byte.toUnsignedInt(Shamir.valuesAt(place, polynomial)[0]);
    }

    /** Multiplies as polynomials first, and divides afterwards. */
    private static int longProduct(int one, int other) {
        int product = 0;
        for (int bit = 0; bit < 8; bit++) {
            if ((other & (1 << bit)) != 0) {
                product ^= one << bit;
            }
        }
        for (int bit = 14; bit >= 8; bit--) {
            if ((product & (1 << bit)) != 0) {
                product ^= 0x11b << (bit - 8);
            }
        }
        return product;
    }
}
