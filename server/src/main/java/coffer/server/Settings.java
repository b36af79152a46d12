package coffer.server;

import coffer.accounts.Network;
import coffer.blobs.AtRest;
import coffer.locks.FileLocks;
import coffer.passwords.BreachedPasswords;
import coffer.passwords.PasswordRules;
import coffer.server.http.PublicAddress;
import coffer.server.http.TlsFiles;
import coffer.server.ocs.SecurityTxt;
import coffer.trash.TrashPolicy;
import coffer.versions.VersionPolicy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The effective configuration, checked and with its defaults.
 *
 * @param data the data directory, absolute
 * @param listen host and port; port 0 lets the system choose
 * @param url the public address; empty when it is not named
 * @param tls certificate and key when the listener speaks TLS
 * @param trustedProxies networks of proxies whose word about their clients is taken
 * @param database JDBC address of PostgreSQL; empty for SQLite
 * @param storage how content is kept
 * @param throttleExempt networks in CIDR form
 * @param passwords what new passwords must be like
 * @param mail how mail leaves the house; empty when mail is off
 * @param securityContacts whom to tell about a weakness, as addresses; may be empty
 * @param securityPolicy where the rules for that are written
 * @param trash how long things stay in the trash bin
 * @param versions which versions of files stay
 * @param depthInfinity whether PROPFIND with {@code Depth: infinity} is answered
 * @param lockTimeout when locks that people see end by themselves; zero for never
 */
record Settings(
        Path data,
        InetSocketAddress listen,
        Optional<PublicAddress> url,
        Optional<TlsFiles> tls,
        List<Network> trustedProxies,
        Optional<String> database,
        StorageSettings storage,
        List<String> throttleExempt,
        PasswordSettings passwords,
        Optional<MailSettings> mail,
        List<String> securityContacts,
        Optional<String> securityPolicy,
        TrashPolicy trash,
        VersionPolicy versions,
        boolean depthInfinity,
        Duration lockTimeout) {
    private static final int PORT_MAX = 65_535;

    /** The same installation in another directory, with content elsewhere. */
    Settings readingFrom(Path otherData, Optional<BlobPlace> blobs) {
        StorageSettings elsewhere = new StorageSettings(
                storage.rootKey(), storage.secretFile(), storage.secretText(), storage.atRest(), blobs);
        return new Settings(
                otherData,
                listen,
                url,
                tls,
                trustedProxies,
                database,
                elsewhere,
                throttleExempt,
                passwords,
                mail,
                securityContacts,
                securityPolicy,
                trash,
                versions,
                depthInfinity,
                lockTimeout);
    }

    /**
     * Checks what the sources say.
     *
     * @param values one value for each setting that any source names
     * @throws SettingsRefused with the key and what is expected of it
     */
    static Settings of(Map<Setting, String> values) {
        return new Settings(
                Path.of(text(values, Setting.DATA)).toAbsolutePath().normalize(),
                address(text(values, Setting.LISTEN)),
                url(text(values, Setting.URL)),
                tls(path(text(values, Setting.TLS_CERT)), path(text(values, Setting.TLS_KEY))),
                networks(Setting.TRUSTED_PROXIES, list(text(values, Setting.TRUSTED_PROXIES))),
                postgres(text(values, Setting.DATABASE)),
                new StorageSettings(
                        path(text(values, Setting.ROOT_KEY)),
                        path(text(values, Setting.ROOT_KEY_SECRET_FILE)),
                        optional(text(values, Setting.ROOT_KEY_SECRET)),
                        onOff(Setting.SEALING, text(values, Setting.SEALING)) ? AtRest.SEALED : AtRest.PLAIN,
                        understood(
                                Setting.BLOBS,
                                text(values, Setting.BLOBS),
                                address -> BlobPlace.of(
                                        address,
                                        text(values, Setting.BLOBS_ACCESS_KEY),
                                        text(values, Setting.BLOBS_SECRET_KEY)))),
                list(text(values, Setting.THROTTLE_EXEMPT)),
                new PasswordSettings(
                        rules(values, Setting.PASSWORDS_ACCOUNT),
                        rules(values, Setting.PASSWORDS_SHARING),
                        path(text(values, Setting.BREACHED_PASSWORDS)),
                        understood(
                                Setting.BREACHED_PASSWORDS_MISSING,
                                text(values, Setting.BREACHED_PASSWORDS_MISSING),
                                BreachedPasswords.WhenMissing::parse)),
                MailSettings.of(text(values, Setting.MAIL_SMTP), text(values, Setting.MAIL_FROM)),
                list(text(values, Setting.SECURITY_CONTACT)).stream()
                        .map(contact -> understood(Setting.SECURITY_CONTACT, contact, SecurityTxt::contact))
                        .toList(),
                optional(text(values, Setting.SECURITY_POLICY))
                        .map(address -> understood(Setting.SECURITY_POLICY, address, SecurityTxt::policy)),
                understood(Setting.TRASH_DAYS, text(values, Setting.TRASH_DAYS), TrashPolicy::parse),
                understood(Setting.VERSIONS_KEEP, text(values, Setting.VERSIONS_KEEP), VersionPolicy::parse),
                bool(Setting.DAV_DEPTH_INFINITY, text(values, Setting.DAV_DEPTH_INFINITY)),
                minutes(Setting.LOCKS_TIMEOUT, text(values, Setting.LOCKS_TIMEOUT), FileLocks.TIMEOUT_MAX));
    }

    /** Where to ask for the server: the public address, or without one the listener's own. */
    PublicAddress reachedAt() {
        String host = listen.getAddress().getHostAddress();
        String listener = (tls.isPresent() ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host)
                + ":" + listen.getPort();
        return url.orElseGet(() -> PublicAddress.parse(listener));
    }

    /** For the log at the start: one line, without passwords. */
    String describe() {
        return "data " + data + ", listen " + listen.getHostString() + ":" + listen.getPort() + ", url "
                + url.map(PublicAddress::base).orElse("not named") + ", tls-cert "
                + tls.map(files -> files.certificate().toString()).orElse("none") + ", trusted-proxies "
                + trustedProxies
                + ", database "
                + (database.isPresent() ? "PostgreSQL" : "SQLite") + ", " + storage
                + ", throttle.exempt " + throttleExempt
                + ", " + passwords
                + ", mail " + mail.map(MailSettings::toString).orElse("off") + ", security.contact "
                + securityContacts + ", trash.days " + trash.keep().toDays() + ", dav.depth-infinity " + depthInfinity
                + ", locks.timeout "
                + (lockTimeout.isZero() ? "never" : lockTimeout.toMinutes() + " min");
    }

    private static String text(Map<Setting, String> values, Setting setting) {
        return values.getOrDefault(setting, setting.standard()).strip();
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port >= 0 && port <= PORT_MAX) {
                String host = text.substring(0, colon);
                boolean bracketed = host.startsWith("[") && host.endsWith("]");
                InetSocketAddress address =
                        new InetSocketAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
                if (!address.isUnresolved()) {
                    return address;
                }
            }
        } catch (NumberFormatException _) {
            // Refused below with what is expected.
        }
        throw new SettingsRefused("listen = " + text + " is not understood: expected HOST:PORT, for example "
                + Setting.LISTEN.standard() + " or [::1]:8080.");
    }

    private static Optional<PublicAddress> url(String text) {
        try {
            return optional(text).map(PublicAddress::parse);
        } catch (IllegalArgumentException e) {
            throw new SettingsRefused("url = " + text + " is not understood: " + e.getMessage()
                    + ". Expected for example https://cloud.example or https://example.org/coffer.");
        }
    }

    private static <T> T understood(Setting setting, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new SettingsRefused(setting.key() + " = " + text + " is not understood: " + e.getMessage() + ".");
        }
    }

    private static PasswordRules rules(Map<Setting, String> values, Setting setting) {
        return understood(setting, text(values, setting), PasswordRules::parse);
    }

    private static Optional<Path> path(String text) {
        return optional(text).map(file -> Path.of(file).toAbsolutePath().normalize());
    }

    private static Optional<TlsFiles> tls(Optional<Path> certificate, Optional<Path> key) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new SettingsRefused("tls-cert and tls-key belong together: one is named and the other is not.");
        }
        return certificate.map(file -> new TlsFiles(file, key.orElseThrow()));
    }

    private static List<Network> networks(Setting setting, List<String> texts) {
        return texts.stream()
                .map(text -> Network.parse(text)
                        .orElseThrow(() -> new SettingsRefused(setting.key() + " = " + text
                                + " is not understood: expected networks such as 127.0.0.1 or 10.0.0.0/8.")))
                .toList();
    }

    private static Optional<String> postgres(String text) {
        if (!text.isEmpty() && !text.startsWith("jdbc:postgresql:")) {
            throw new SettingsRefused(
                    "database is not understood: expected jdbc:postgresql://HOST/NAME?user=…&password=…, or nothing for SQLite.");
        }
        return optional(text);
    }

    private static List<String> list(String text) {
        List<String> parts = new ArrayList<>();
        Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .forEach(parts::add);
        return List.copyOf(parts);
    }

    private static Duration minutes(Setting setting, String text, Duration max) {
        try {
            long minutes = Long.parseLong(text);
            if (minutes >= 0 && minutes <= max.toMinutes()) {
                return Duration.ofMinutes(minutes);
            }
        } catch (NumberFormatException _) {
            // Refused below with what is expected.
        }
        throw new SettingsRefused(
                setting.key() + " = " + text + " is not understood: expected minutes, 0 to " + max.toMinutes() + ".");
    }

    private static boolean onOff(Setting setting, String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default ->
                throw new SettingsRefused(setting.key() + " = " + text + " is not understood: expected on or off.");
        };
    }

    private static boolean bool(Setting setting, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new SettingsRefused(setting.key() + " = " + text + " is not understood: expected true or false.");
        };
    }
}
