package coffer.adapter.pkcs11;

import coffer.keys.RootKeyAway;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a connection to a key did not come about, in words for an operator. Holds no PIN. */
final class TokenRefusal extends Exception {
    /** What would help. */
    enum Kind {
        /** It may be back when the module is loaded anew. */
        GONE,
        /** The PIN was offered and refused. */
        PIN,
        /** Somebody must change the token or the address. */
        UNFIT
    }

    private static final Pattern CODE = Pattern.compile("(CKR_[A-Z0-9_]+|0x[0-9A-Fa-f]{8}).*", Pattern.DOTALL);

    private final Kind kind;

    TokenRefusal(Kind kind, String explanation) {
        super(explanation);
        this.kind = kind;
    }

    TokenRefusal(Kind kind, String explanation, Throwable cause) {
        super(explanation, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** Words for what the JDK's provider has thrown: the return value of the module is in one of the causes. */
    static TokenRefusal of(Exception thrown) {
        String code = code(thrown);
        return switch (code) {
            case "CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE" ->
                new TokenRefusal(
                        Kind.PIN,
                        "the PIN is wrong; tokens lock after a few wrong ones, so it is not offered again before Coffer is started anew",
                        thrown);
            case "CKR_PIN_LOCKED" ->
                new TokenRefusal(Kind.UNFIT, "its PIN is locked; its security officer can set a new one", thrown);
            case "CKR_PIN_EXPIRED", "CKR_USER_PIN_NOT_INITIALIZED" ->
                new TokenRefusal(Kind.UNFIT, "its PIN has expired or was never set (" + code + ")", thrown);
            default -> new TokenRefusal(Kind.GONE, explanation(code, thrown), thrown);
        };
    }

    private static String explanation(String code, Exception thrown) {
        return switch (code) {
            case "CKR_TOKEN_NOT_PRESENT", "CKR_DEVICE_REMOVED", "CKR_SLOT_ID_INVALID", "CKR_TOKEN_NOT_RECOGNIZED" ->
                "the token was removed (" + code + ")";
            case "CKR_SESSION_HANDLE_INVALID",
                    "CKR_SESSION_CLOSED",
                    "CKR_USER_NOT_LOGGED_IN",
                    "CKR_CRYPTOKI_NOT_INITIALIZED" -> "the connection to the token was lost (" + code + ")";
            case "CKR_KEY_HANDLE_INVALID", "CKR_OBJECT_HANDLE_INVALID" ->
                "the key is not in the token any more (" + code + ")";
            case "CKR_DEVICE_ERROR",
                    "CKR_GENERAL_ERROR",
                    "CKR_FUNCTION_FAILED",
                    "CKR_DEVICE_MEMORY",
                    "CKR_HOST_MEMORY" -> "the token or its module has failed (" + code + ")";
            case "" -> "the token does not answer (" + line(thrown) + ")";
            default -> "the token refuses (" + code + ")";
        };
    }

    /** For callers of the port. */
    RootKeyAway away(TokenAddress address) {
        return new RootKeyAway("The root key " + address + " cannot be used: " + getMessage() + ".", this);
    }

    /** The module's return value as PKCS #11 names it, or empty. */
    static String code(@Nullable Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            Matcher code = CODE.matcher(t.getMessage() == null ? "" : t.getMessage());
            if (code.matches()) {
                return code.group(1);
            }
        }
        return "";
    }

    private static String line(Throwable thrown) {
        return thrown.getMessage() == null
                ? thrown.getClass().getSimpleName()
                : thrown.getMessage().strip();
    }
}
