package coffer.adapter.pkcs11;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The settings of one instance of SunPKCS11, in the form that {@link java.security.Provider#configure} takes after two dashes (JDK 25
 * Security Developer's Guide, PKCS#11 Reference Guide). All mechanisms of the token are enabled unless settings say otherwise.
 */
final class ProviderSettings {
    /** Of a thread that the provider would start when a token disappears while it is being opened; nobody waits for that thread. */
    private static final int INSERTION_CHECK_MILLIS = Integer.MAX_VALUE;

    private ProviderSettings() {}

    /** For use of the keys that there are. */
    static String using(Path library, TokenInfo token) {
        // Closing: with destroyTokenAfterLogout a logout ends all sessions at once, rather than when garbage is
        // collected.
        return """
                --name = coffer
                library = "%s"
                slot = %d
                destroyTokenAfterLogout = true
                insertionCheckInterval = %d
                """.formatted(library, token.slot(), INSERTION_CHECK_MILLIS);
    }

    /** For making an AES key that stays in the token: never readable, and good for nothing but encrypting and decrypting. */
    static String making(Path library, TokenInfo token, String label) {
        return using(library, token)
                + """
                attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
                  CKA_TOKEN = true
                  CKA_PRIVATE = true
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_ENCRYPT = true
                  CKA_DECRYPT = true
                  CKA_WRAP = false
                  CKA_UNWRAP = false
                  CKA_LABEL = 0h%s
                }
                """.formatted(HexFormat.of().formatHex(label.getBytes(StandardCharsets.US_ASCII)));
    }
}
