package coffer.server.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener's key and certificate, read again when their files change. New connections get the new certificate, open
 * ones keep theirs. A replacement that cannot be used is logged and the old one stays.
 */
final class TlsKeys extends X509ExtendedKeyManager {
    private static final Logger LOG = LoggerFactory.getLogger(TlsKeys.class);

    private final TlsFiles files;
    private volatile Current current;
    private String lookedAt;

    /** A handshake asks for an alias first and then for what it stands for; in between the files may change. */
    private record Current(
            String alias, TlsIdentity identity, @Nullable Current before) {}

    /**
     * @throws TlsRefused when the files cannot be used
     */
    TlsKeys(TlsFiles files) {
        this.files = files;
        lookedAt = stamp();
        TlsIdentity identity = TlsIdentity.read(files);
        current = new Current("1", identity, null);
        identity.warning().ifPresent(LOG::warn);
    }

    /** Reads the files again if they are other ones than before. Not for two threads at once. */
    void look() {
        String stamp = stamp();
        if (stamp.equals(lookedAt)) {
            return;
        }
        lookedAt = stamp;
        try {
            TlsIdentity identity = TlsIdentity.read(files);
            Current old = current;
            String alias = Integer.toString(Integer.parseInt(old.alias()) + 1);
            current = new Current(alias, identity, new Current(old.alias(), old.identity(), null));
            LOG.info("A new certificate is in use: {}", identity.describe());
            identity.warning().ifPresent(LOG::warn);
        } catch (TlsRefused e) {
            LOG.warn("The certificate was replaced by one that cannot be used; the old one stays. {}", e.getMessage());
        }
    }

    /** A context of the Java runtime around these keys. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, null, null);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** What tells one state of the files from another: a renamed file has another key, a written one another time. */
    private String stamp() {
        return stamp(files.certificate()) + " " + stamp(files.key());
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.lastModifiedTime() + "/" + found.size() + "/" + found.fileKey();
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Current now = current;
        return now.identity().key().getAlgorithm().equals(keyType) ? now.alias() : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        return find(alias)
                .map(identity -> identity.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        return find(alias).map(TlsIdentity::key).orElse(null);
    }

    private Optional<TlsIdentity> find(@Nullable String alias) {
        for (Current one = current; one != null; one = one.before()) {
            if (one.alias().equals(alias)) {
                return Optional.of(one.identity());
            }
        }
        return Optional.empty();
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }
}
