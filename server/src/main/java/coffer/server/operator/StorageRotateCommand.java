package coffer.server.operator;

import coffer.backup.Backup;
import coffer.base.Secret;
import coffer.files.View;
import coffer.keys.KeyName;
import coffer.keys.KeysRefused;
import coffer.keys.RootForm;
import coffer.keys.RootKeyAway;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer storage rotate}. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description =
                "Replaces keys. --root wraps all space keys by a new root key, in seconds, and touches no content."
                        + " --space gives the home of a user another key for what comes from now on, --backups the rows in"
                        + " backups.",
        footer = {
            "",
            "After --root, make a new recovery kit, and keep the root key of before as long as you keep backups from before.",
            "After --space because of a leak, run 'coffer storage convert --leave-retired-keys'.",
            "After --backups because of a leak, make a backup with --keep 1: it writes all rows anew, and the old ones go."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the new key is in use", "1:refused; nothing was changed"})
final class StorageRotateCommand extends OperatorCommand {
    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private What what;

    @Option(
            names = "--with-passphrase",
            description = "The new root key opens with a passphrase, read like a password, to be given at each start.")
    private boolean withPassphrase;

    @Option(
            names = "--at",
            paramLabel = "ADDRESS",
            description = "The new root key is in a device or service: pkcs11:… or https://….")
    private @Nullable URI at;

    /** One of them. */
    private static final class What {
        @Option(names = "--root", required = true, description = "The root key.")
        private boolean root;

        @Option(names = "--space", required = true, paramLabel = "UID", description = "The key of a user's home.")
        private @Nullable String space;

        // Without the other two it can only be this one.
        @Option(names = "--backups", required = true, description = "The key of the rows in backups.")
        @SuppressWarnings("UnusedVariable")
        private boolean backups;
    }

    @Override
    protected int run(Services services) {
        if (what.root) {
            return root(services);
        }
        return what.space == null ? backups(services) : space(services, what.space);
    }

    private int backups(Services services) {
        new Report().with("key", services.keys().renew(Backup.SPACE).toString()).print(out(), false);
        return DONE;
    }

    private int root(Services services) {
        if (withPassphrase && at != null) {
            err().println("A key in a device or service has no passphrase: name --with-passphrase or --at.");
            return REFUSED;
        }
        try {
            UUID before = services.keys().rootId();
            UUID now = services.keys().rotateRoot(form());
            new Report()
                    .with("before", before.toString())
                    .with("rootKey", now.toString())
                    .with("place", services.keys().rootPlace())
                    .with("generation", services.keys().generation())
                    .print(out(), false);
            return DONE;
        } catch (RootKeyAway | KeysRefused | IllegalArgumentException e) {
            err().println("The root key stays as it is: " + e.getMessage());
            return REFUSED;
        }
    }

    private RootForm form() {
        if (at != null) {
            return new RootForm.InService(at);
        }
        if (!withPassphrase) {
            return new RootForm.Plain();
        }
        try (Secret passphrase = password()) {
            return new RootForm.WithPassphrase(new String(passphrase.reveal()));
        }
    }

    private int space(Services services, String uid) {
        return services.accounts()
                .byUid(uid)
                .map(account -> {
                    View home = services.files().spaces().home(actor(), account);
                    KeyName key = services.keys().renew(home.space());
                    new Report()
                            .with("user", account.uid())
                            .with("space", home.space().value())
                            .with("key", key.toString())
                            .print(out(), false);
                    return DONE;
                })
                .orElseGet(() -> {
                    err().println("There is no user " + uid + ".");
                    return REFUSED;
                });
    }
}
