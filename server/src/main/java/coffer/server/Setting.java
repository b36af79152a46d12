package coffer.server;

import coffer.passwords.PasswordRules;
import coffer.versions.VersionPolicy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings there are, each with its key in the configuration file, its option and its environment variable.
 *
 * <p>One source wins over the next: option, environment, file, default.
 */
enum Setting {
    DATA("data", "./data", "Directory that holds everything: database, objects, keys, audit log."),
    LISTEN("listen", "127.0.0.1:8080", "Address and port to listen on."),
    URL(
            "url",
            "",
            "Address under which clients reach this server, such as https://cloud.example or https://example.org/coffer."),
    TLS_CERT("tls-cert", "", "PEM file with the certificate chain; with it, the listener speaks TLS."),
    TLS_KEY("tls-key", "", "PEM file with the private key of the certificate (PKCS#8)."),
    TRUSTED_PROXIES(
            "trusted-proxies",
            "",
            "Proxies whose X-Forwarded-For or Forwarded names the client, as CIDR, separated by commas."),
    DATABASE("database", "", "JDBC address of a PostgreSQL database; without it, SQLite in the data directory."),
    BLOBS(
            "blobs",
            "",
            "Object store for content, such as s3://BUCKET/PREFIX?endpoint=https://HOST:PORT&region=NAME; without it, the data"
                    + " directory."),
    BLOBS_ACCESS_KEY("blobs.access-key", "", "Access key of the object store; without it, AWS variables or profile."),
    BLOBS_SECRET_KEY(
            "blobs.secret-key",
            "",
            "Its secret. Write it into the file or COFFER_BLOBS_SECRET_KEY, not on the command line."),
    ROOT_KEY("root-key", "", "File of the root key, when it lies elsewhere than in the data directory."),
    ROOT_KEY_SECRET(
            "root-key.secret",
            "",
            "Passphrase, PIN or token that opens the root key. Write it into COFFER_ROOT_KEY_SECRET, not on the command line."),
    ROOT_KEY_SECRET_FILE("root-key.secret-file", "", "File whose first line is that passphrase, PIN or token."),
    SEALING(
            "sealing",
            "on",
            "Whether new content is encrypted at rest: on or off. What is stored stays as it is and is read either way."),
    THROTTLE_EXEMPT(
            "throttle.exempt", "", "Networks whose failed logins are not slowed down, as CIDR, separated by commas."),
    MAIL_SMTP(
            "mail.smtp",
            "",
            "Mail server, such as smtps://USER:PASSWORD@HOST or smtp://HOST:587?starttls=required; without it no mail is"
                    + " sent. With a password, write it into the file or COFFER_MAIL_SMTP, not on the command line."),
    MAIL_FROM("mail.from", "", "Address that mails come from, such as Our cloud <cloud@example.org>."),
    PASSWORDS_ACCOUNT(
            "passwords.account",
            PasswordRules.STANDARD,
            "What new passwords of accounts must be like: the fewest characters (8 to 64), then any of uncommon, digit, special"
                    + " and mixed-case, separated by commas."),
    PASSWORDS_SHARING("passwords.sharing", PasswordRules.STANDARD, "The same for passwords of shares."),
    BREACHED_PASSWORDS(
            "breached-passwords",
            "",
            "File of the public list of breached passwords (SHA-1, in order), none of which may become a password."),
    BREACHED_PASSWORDS_MISSING(
            "breached-passwords-missing",
            "block",
            "What happens with new passwords while that file cannot be read: block, warn or off."),
    SECURITY_CONTACT(
            "security.contact",
            "",
            "Whom to tell about a weakness, shown in security.txt: mail addresses or https: addresses, separated by commas."),
    SECURITY_POLICY(
            "security.policy", "", "https: address of your rules for people who look for weaknesses, shown there too."),
    TRASH_DAYS("trash.days", "30", "For how many days what was deleted stays in the trash bin; 0 has no trash bin."),
    VERSIONS_KEEP(
            "versions.keep",
            VersionPolicy.STANDARD,
            "Up to which age one version of a file stays for each step, in s, m, h or d; none keeps no versions."),
    DAV_DEPTH_INFINITY(
            "dav.depth-infinity", "false", "Whether PROPFIND with Depth: infinity is answered: true or false."),
    LOCKS_TIMEOUT(
            "locks.timeout",
            "0",
            "Minutes after which a lock that somebody put on a file ends by itself; 0 for never, at most a year.");

    private final String key;
    private final String standard;
    private final String purpose;

    Setting(String key, String standard, String purpose) {
        this.key = key;
        this.standard = standard;
        this.purpose = purpose;
    }

    /** As in the configuration file. */
    String key() {
        return key;
    }

    /** The value without any source; empty for "not set". */
    String standard() {
        return standard;
    }

    String purpose() {
        return purpose;
    }

    /** {@code --throttle-exempt} for {@code throttle.exempt}. */
    String option() {
        return "--" + key.replace('.', '-');
    }

    /** {@code COFFER_THROTTLE_EXEMPT} for {@code throttle.exempt}. */
    String variable() {
        return "COFFER_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }
}
