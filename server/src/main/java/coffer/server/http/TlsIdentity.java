package coffer.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key and the certificates that prove whose it is, the server's own first.
 *
 * @param key of the first certificate
 * @param chain at least one certificate
 */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    /** A chain has four certificates at most; a whole store of authorities is a mistake. */
    static final int FILE_BYTES_MAX = 256 * 1024;

    /** Key algorithms, each with a signature by which key and certificate are compared. */
    private static final List<Algorithm> ALGORITHMS = List.of(
            new Algorithm("RSA", "SHA256withRSA"),
            new Algorithm("EC", "SHA256withECDSA"),
            new Algorithm("EdDSA", "EdDSA"));

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*+)-----END \\1-----");

    private record Algorithm(String key, String signature) {}

    /**
     * Reads both files.
     *
     * @throws TlsRefused with what is wrong and the command that mends it
     */
    static TlsIdentity read(TlsFiles files) {
        List<X509Certificate> chain = chain(files.certificate());
        PrivateKey key = key(files.key());
        if (!fits(key, chain.getFirst().getPublicKey())) {
            boolean further = chain.stream().skip(1).anyMatch(next -> fits(key, next.getPublicKey()));
            throw new TlsRefused("tls-key " + files.key() + " is not the key of the first certificate in "
                    + files.certificate()
                    + (further ? ", but of a later one: the server's own certificate must stand first." : "."));
        }
        return new TlsIdentity(key, chain);
    }

    /** What an operator should know although it works; empty when all is well. */
    Optional<String> warning() {
        X509Certificate own = chain.getFirst();
        try {
            own.checkValidity();
            return Optional.empty();
        } catch (CertificateExpiredException _) {
            return Optional.of("The certificate expired on " + own.getNotAfter().toInstant()
                    + "; clients refuse it until there is a new one.");
        } catch (CertificateNotYetValidException _) {
            return Optional.of("The certificate is not valid before "
                    + own.getNotBefore().toInstant() + "; clients refuse it until then.");
        }
    }

    /** For the log: whom it names and until when. */
    String describe() {
        X509Certificate own = chain.getFirst();
        return own.getSubjectX500Principal() + ", valid until "
                + own.getNotAfter().toInstant();
    }

    private static List<X509Certificate> chain(Path file) {
        byte[] bytes = bytes("tls-cert", file);
        if (!new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")) {
            throw new TlsRefused("tls-cert " + file + " holds no certificate in PEM form. If it is in DER form:"
                    + " openssl x509 -inform der -in " + file + " -out NEW-FILE");
        }
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new TlsRefused("tls-cert " + file + " holds no certificate.");
            }
            return chain;
        } catch (CertificateException e) {
            throw new TlsRefused("tls-cert " + file + " holds a certificate that cannot be read: " + e.getMessage());
        }
    }

    private static PrivateKey key(Path file) {
        byte[] bytes = bytes("tls-key", file);
        try {
            Matcher block = BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
            while (block.find()) {
                if (block.group(1).equals("PRIVATE KEY")) {
                    return decode(file, Base64.getMimeDecoder().decode(block.group(2)));
                }
            }
        } catch (IllegalArgumentException _) {
            // No Base64: refused below like everything else.
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        throw unusable(file);
    }

    private static PrivateKey decode(Path file, byte[] der) {
        try {
            PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
            for (Algorithm algorithm : ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm.key()).generatePrivate(spec);
                } catch (InvalidKeySpecException _) {
                    // Of another algorithm.
                }
            }
            throw unusable(file);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has these algorithms", e);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private static TlsRefused unusable(Path file) {
        return new TlsRefused("tls-key " + file + " holds no unencrypted private key in PKCS#8 form (RSA, EC or"
                + " Ed25519). This command makes one of it: openssl pkcs8 -topk8 -nocrypt -in " + file
                + " -out NEW-FILE");
    }

    private static byte[] bytes(String setting, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new TlsRefused(setting + " " + file + " has more than " + FILE_BYTES_MAX + " bytes.");
            }
            return bytes;
        } catch (IOException e) {
            throw new TlsRefused(setting + " " + file + " cannot be read: " + e);
        }
    }

    /** Whether the two are halves of one pair: what the key signs, the certificate's key confirms. */
    private static boolean fits(PrivateKey key, PublicKey other) {
        byte[] sample = "coffer".getBytes(StandardCharsets.US_ASCII);
        for (Algorithm algorithm : ALGORITHMS) {
            if (!algorithm.key().equals(key.getAlgorithm()) || !algorithm.key().equals(other.getAlgorithm())) {
                continue;
            }
            try {
                Signature signature = Signature.getInstance(algorithm.signature());
                signature.initSign(key);
                signature.update(sample);
                byte[] signed = signature.sign();
                signature.initVerify(other);
                signature.update(sample);
                return signature.verify(signed);
            } catch (GeneralSecurityException _) {
                return false;
            }
        }
        return false;
    }
}
