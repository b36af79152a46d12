package coffer.adapter.kms;

import coffer.keys.KeyService;
import coffer.keys.RootKey;
import coffer.keys.RootKeyAway;
import coffer.keys.SealBroken;
import coffer.keys.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A root key in a transit engine (OpenBao and HashiCorp Vault, "Transit secrets engine (API)"). What it returns is {@code vault:vN:} and the
 * base64 of nonce, ciphertext and tag, for keys of type aes256-gcm96; N is the version of the key. Keys pass through texts that nobody can
 * overwrite.
 */
final class TransitService implements KeyService {
    private static final String TYPE = "aes256-gcm96";
    private static final int VERSION_MAX = 0xffff;
    private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([1-9][0-9]{0,4}):([A-Za-z0-9+/]+={0,2})");
    private static final byte[] PROBE = "coffer probe".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER_PROBE = "coffer other".getBytes(StandardCharsets.US_ASCII);

    private final TransitAddress address;
    private final TransitClient client;

    TransitService(TransitAddress address, TransitClient client) {
        this.address = address;
        this.client = client;
    }

    /**
     * Makes sure that the key is there, is of the right kind, and may be used.
     *
     * @throws RootKeyAway with what an operator can do about it
     */
    void prove() {
        Answer key = understood(client.get(address.keyUri()), "the description of the key");
        if (!key.text("type").equals(TYPE) || key.flag("derived") || key.flag("convergent_encryption")) {
            throw client.away(
                    "the key is not of type " + TYPE + ", or is derived or convergent; make another: " + TYPE
                            + " is what the engine makes when nothing else is said",
                    null);
        }
        WrappedKey probe = wrap(new byte[RootKey.KEY_BYTES], PROBE);
        try {
            unwrap(probe, PROBE);
        } catch (SealBroken e) {
            throw client.away("it does not decrypt what it has just encrypted", e);
        }
        try {
            unwrap(probe, OTHER_PROBE);
        } catch (SealBroken _) {
            return;
        }
        throw client.away("it does not authenticate associated_data, because it is too old", null);
    }

    @Override
    public WrappedKey wrap(byte[] key, byte[] context) {
        if (key.length != RootKey.KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes is not wrapped");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("plaintext", base64(key)).put("associated_data", base64(context));
        Answer answer = understood(client.post(address.encryptUri(), body), "encrypting");
        Matcher ciphertext = CIPHERTEXT.matcher(answer.text("ciphertext"));
        if (!ciphertext.matches() || Integer.parseInt(ciphertext.group(1)) > VERSION_MAX) {
            throw client.away("its answer holds no ciphertext as transit engines write it", null);
        }
        byte[] bytes = bytes(ciphertext.group(2));
        if (bytes.length != WrappedKey.BYTES) {
            throw client.away(
                    "its ciphertext has " + bytes.length + " bytes and not the " + WrappedKey.BYTES + " of " + TYPE,
                    null);
        }
        return new WrappedKey(Integer.parseInt(ciphertext.group(1)), bytes);
    }

    @Override
    public byte[] unwrap(WrappedKey wrapped, byte[] context) throws SealBroken {
        if (wrapped.keyVersion() == 0) {
            throw new SealBroken("keys of a transit engine have versions; another service has wrapped this");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("ciphertext", "vault:v" + wrapped.keyVersion() + ":" + base64(wrapped.bytes()))
                .put("associated_data", base64(context));
        Answer answer = client.post(address.decryptUri(), body);
        if (answer.status() == Answer.BAD_REQUEST) {
            String errors = answer.errors();
            if (errors.contains("message authentication failed")) {
                throw new SealBroken("the key in the service does not open it");
            }
            if (errors.contains("too new") || errors.contains("too old") || errors.contains("disallowed by policy")) {
                throw client.away(
                        "version " + wrapped.keyVersion()
                                + " of the key is not to be had: it is below min_decryption_version, was trimmed,"
                                + " or the service was restored from before it was made" + client.said(answer),
                        null);
            }
        }
        byte[] key = bytes(understood(answer, "decrypting").text("plaintext"));
        if (key.length != RootKey.KEY_BYTES) {
            Arrays.fill(key, (byte) 0);
            throw client.away("its answer holds no key of " + RootKey.KEY_BYTES + " bytes", null);
        }
        return key;
    }

    private Answer understood(Answer answer, String what) {
        if (answer.status() == Answer.BAD_REQUEST) {
            throw client.away("it refuses " + what + client.said(answer), null);
        }
        if (!answer.body().path("data").isObject()) {
            throw client.away("what answers there is no transit engine", null);
        }
        return answer;
    }

    private byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            // The exception repeats a character of the text, which may be a key.
            throw client.away("its answer is no base64", null);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String place() {
        return address.toString();
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        client.close();
    }
}
