package coffer.adapter.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What SoftHSM never says of its tokens, because it does not lock them. */
class TokenInfoTest {
    private static final long READY = TokenInfo.TOKEN_INITIALIZED | TokenInfo.LOGIN_REQUIRED;

    @Test
    void aTokenThatIsReadyHasNoFlaw() {
        assertThat(token(READY).flaw(true)).isEmpty();
        assertThat(token(TokenInfo.TOKEN_INITIALIZED).flaw(false)).isEmpty();
        assertThat(token(READY | TokenInfo.PROTECTED_AUTHENTICATION_PATH).flaw(false))
                .isEmpty();
        assertThat(new TokenInfo(Integer.MAX_VALUE, "a", "b", READY).flaw(true)).isEmpty();
    }

    @Test
    void noTryIsSpentOnALockedPinNorTheLastOneByAProgram() {
        assertThat(token(READY | TokenInfo.USER_PIN_LOCKED).flaw(true).orElseThrow())
                .contains("PIN is locked");
        assertThat(token(READY | TokenInfo.USER_PIN_FINAL_TRY).flaw(true).orElseThrow())
                .contains("one try at its PIN is left");
    }

    @Test
    void aMissingPinAnEmptyTokenAndAFarSlotAreSaid() {
        assertThat(token(READY).flaw(false).orElseThrow()).contains("asks for a PIN");
        assertThat(token(TokenInfo.LOGIN_REQUIRED).flaw(true).orElseThrow()).contains("not initialised");
        assertThat(new TokenInfo(1L << 31, "a", "b", READY).flaw(true).orElseThrow())
                .contains("slot");
        assertThat(new TokenInfo(-1, "a", "b", READY).flaw(true).orElseThrow()).contains("slot");
    }

    private static TokenInfo token(long flags) {
        return new TokenInfo(7, "coffer", "0a", flags);
    }
}
