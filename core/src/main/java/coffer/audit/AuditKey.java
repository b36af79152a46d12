package coffer.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs checkpoints, made once in the life of an installation and never replaced silently: its public half
 * stands beside the log, in the first entry and in the database, and all have to agree.
 */
final class AuditKey {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private final PrivateKey privateKey;
    private final AuditPublicKey publicKey;

    private AuditKey(PrivateKey privateKey, AuditPublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    AuditPublicKey publicKey() {
        return publicKey;
    }

    /** The signature in hexadecimal. */
    String sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(privateKey);
            signer.update(message);
            return HexFormat.of().formatHex(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that has signed before cannot sign any more", e);
        }
    }

    /**
     * Compares key file and public half before anything is written, a migration included.
     *
     * @throws AuditKeyRefused when they do not fit, or the key of an existing log is missing
     */
    static void check(AuditPlaces places) throws IOException {
        load(places, null);
    }

    /**
     * The key of this log. Made if there is neither a key nor a log; its public half is put beside the log if missing.
     *
     * @param known the public key that the database names, null for a database that knows no audit log
     * @throws AuditKeyRefused when they do not fit, or the key of an existing log is missing
     */
    static AuditKey open(AuditPlaces places, @Nullable AuditPublicKey known, SecureRandom random) throws IOException {
        Optional<AuditKey> found = load(places, known);
        AuditKey key = found.isPresent() ? found.get() : create(places, random);
        if (Files.notExists(places.publicKey())) {
            PrivateFiles.directory(places.directory());
            String pem = pem(PUBLIC, key.publicKey.x509());
            PrivateFiles.write(places.publicKey(), pem.getBytes(StandardCharsets.US_ASCII));
        }
        return key;
    }

    /** The public half beside the log, if it is there. */
    static Optional<AuditPublicKey> besideTheLog(AuditPlaces places) throws IOException {
        Path file = places.publicKey();
        return Files.exists(file) ? Optional.of(publicKey(file)) : Optional.empty();
    }

    private static Optional<AuditKey> load(AuditPlaces places, @Nullable AuditPublicKey known) throws IOException {
        Path file = places.keyFile();
        Optional<AuditPublicKey> beside = besideTheLog(places);
        if (Files.notExists(file)) {
            if (known != null || beside.isPresent() || places.hasEntries()) {
                throw new AuditKeyRefused("There is an audit log, but its key " + file
                        + " is missing. Put the file back from a backup of keys/.");
            }
            return Optional.empty();
        }
        AuditKey key = read(file);
        if (beside.isPresent() && !beside.get().equals(key.publicKey)) {
            throw new AuditKeyRefused("The key " + file + " is not the one whose public half stands in "
                    + places.publicKey() + ". Put back the one that belongs to this audit log.");
        }
        if (known != null && !known.equals(key.publicKey)) {
            throw new AuditKeyRefused("The key " + file
                    + " is not the one that has signed this installation's audit log so far. Put back the right one.");
        }
        return Optional.of(key);
    }

    private static AuditKey create(AuditPlaces places, SecureRandom random) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, random);
            KeyPair pair = generator.generateKeyPair();
            AuditPublicKey publicKey = AuditPublicKey.ofX509(pair.getPublic().getEncoded());
            String pem = pem(PRIVATE, pair.getPrivate().getEncoded()) + pem(PUBLIC, publicKey.x509());
            PrivateFiles.directory(PrivateFiles.parent(places.keyFile()));
            PrivateFiles.write(places.keyFile(), pem.getBytes(StandardCharsets.US_ASCII));
            return new AuditKey(pair.getPrivate(), publicKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    private static AuditKey read(Path file) throws IOException {
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            PrivateKey privateKey =
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(part(text, PRIVATE)));
            AuditKey key = new AuditKey(privateKey, AuditPublicKey.ofX509(part(text, PUBLIC)));
            // Two halves that do not belong together would sign what nobody can verify.
            byte[] probe = "coffer-audit-probe".getBytes(StandardCharsets.US_ASCII);
            if (!key.publicKey.verifies(probe, key.sign(probe))) {
                throw new AuditKeyRefused("The two halves of the key " + file + " do not belong together.");
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
            throw new AuditKeyRefused("The key " + file + " is damaged. Put it back from a backup of keys/.", e);
        }
    }

    private static AuditPublicKey publicKey(Path file) throws IOException {
        try {
            return AuditPublicKey.ofX509(part(Files.readString(file, StandardCharsets.US_ASCII), PUBLIC));
        } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
            throw new AuditKeyRefused("The public key " + file + " is damaged. Put it back from a backup.", e);
        }
    }

    /** RFC 7468: one line of base64 is enough for an Ed25519 key. */
    static String pem(String label, byte[] encoded) {
        return "-----BEGIN " + label + "-----\n" + Base64.getEncoder().encodeToString(encoded) + "\n-----END " + label
                + "-----\n";
    }

    private static byte[] part(String text, String label) {
        String begin = "-----BEGIN " + label + "-----\n";
        int from = text.indexOf(begin);
        int to = text.indexOf("\n-----END " + label + "-----");
        if (from < 0 || to < from + begin.length()) {
            throw new IllegalArgumentException("no " + label + " in it");
        }
        return Base64.getDecoder().decode(text.substring(from + begin.length(), to));
    }
}
