package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class AuditPublicKeyTest {
    /** RFC 8032 § 7.1, test 1 and test 2. */
    @Test
    void signaturesOfTheStandardAreVerified() {
        AuditPublicKey one = new AuditPublicKey("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        String signature = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
        assertThat(one.verifies(new byte[0], signature)).isTrue();
        assertThat(one.verifies(new byte[1], signature)).isFalse();
        AuditPublicKey two = new AuditPublicKey("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        assertThat(two.verifies(new byte[0], signature)).isFalse();
        assertThat(two.verifies(
                        new byte[] {0x72},
                        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"))
                .isTrue();
    }

    @Test
    void whatIsNoKeyOrNoSignatureVerifiesNothing() {
        AuditPublicKey key = new AuditPublicKey("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        for (String wrong :
                new String[] {"", "00", "g".repeat(128), "f".repeat(128), "0".repeat(128), "0".repeat(130)}) {
            assertThat(key.verifies(new byte[0], wrong)).isFalse();
        }
        assertThat(new AuditPublicKey("f".repeat(64)).verifies(new byte[0], "0".repeat(128)))
                .isFalse();
        for (String wrong : new String[] {"", "0".repeat(63), "0".repeat(65), "G".repeat(64), "A".repeat(64)}) {
            assertThatThrownBy(() -> new AuditPublicKey(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theFormOfX509ComesBack() {
        AuditPublicKey key = new AuditPublicKey("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(AuditPublicKey.ofX509(key.x509())).isEqualTo(key);
        assertThatThrownBy(() -> AuditPublicKey.ofX509(HexFormat.of().parseHex("302a")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
