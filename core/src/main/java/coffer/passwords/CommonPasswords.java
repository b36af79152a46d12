package coffer.passwords;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The most common passwords, most common first: {@value #COUNT} of at least {@value PasswordRules#LENGTH_LOWEST} characters, for shorter ones are
 * refused by their length. All are in small letters; letter case makes no difference.
 *
 * <p>They are the entries of that length of the 49,233 most common passwords in the package language-common 4.1.3 of the estimator zxcvbn-ts (MIT
 * licence, which stands beside the list), in its order; these were counted in the ten million passwords that Mark Burnett published in 2015. The list is
 * read anew for each look: passwords are set seldom, and it stays out of memory in between.
 */
final class CommonPasswords {
    static final int COUNT = 17_950;

    private static final String LIST = "common-passwords.txt";

    private CommonPasswords() {}

    /** Whether this is one of them, in whatever letter case. */
    static boolean contain(char[] password) {
        try (BufferedReader lines = open()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (same(password, line)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader open() {
        return new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CommonPasswords.class.getResourceAsStream(LIST), LIST),
                StandardCharsets.US_ASCII));
    }

    private static boolean same(char[] password, String common) {
        if (password.length != common.length()) {
            return false;
        }
        for (int i = 0; i < password.length; i++) {
            if (Character.toLowerCase(password[i]) != common.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
