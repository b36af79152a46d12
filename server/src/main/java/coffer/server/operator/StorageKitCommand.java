package coffer.server.operator;

import coffer.base.Secret;
import coffer.blobs.Rehearsal;
import coffer.disk.RealDisk;
import coffer.keys.RootKeys;
import coffer.kits.ExportedRootKey;
import coffer.kits.KeyShare;
import coffer.kits.KeyShares;
import coffer.kits.KeyWords;
import coffer.kits.KitPassphrase;
import coffer.kits.RecoveryKit;
import coffer.kits.SealedKit;
import coffer.server.kitpage.KitPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code coffer storage kit}: the root key for a safe, and the proof that it works. */
@Command(
        name = "kit",
        mixinStandardHelpOptions = true,
        description = "Makes recovery kits, with which everything opens when the root key is lost, and tries them out.",
        subcommands = {
            StorageKitCommand.SealedText.class,
            StorageKitCommand.Words.class,
            StorageKitCommand.Shares.class,
            StorageKitCommand.Rehearse.class,
            StorageKitCommand.Open.class
        })
final class StorageKitCommand {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private StorageCommand storage;

    private RootKeys rootKeys() {
        return storage.rootKeys(Optional::empty);
    }

    /** A command that makes a kit. */
    abstract static class Making extends OperatorCommand {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
        private StorageKitCommand kits;

        @Option(names = "--page", description = "A page to print, as one HTML file, in the place of text.")
        private boolean page;

        @Option(
                names = "--installation",
                paramLabel = "NAME",
                defaultValue = "Coffer",
                description = "What the kit says it is for, such as the server's address. Default: ${DEFAULT-VALUE}.")
        private String installation = "Coffer";

        abstract void print(RecoveryKit kit);

        final StorageKitCommand kits() {
            return kits;
        }

        final boolean page() {
            return page;
        }

        @Override
        protected final int run(Services services) {
            Optional<byte[]> key = services.keys().revealRoot();
            if (key.isEmpty()) {
                err().println("The root key is in " + services.keys().rootPlace()
                        + ", which does not give it away: back up that device or service by its own means.");
                return REFUSED;
            }
            try (ExportedRootKey exported = ExportedRootKey.of(key.get(), kits.rootKeys()::idOf)) {
                print(new RecoveryKit(exported, services.clock().instant(), installation));
                return DONE;
            } catch (IllegalArgumentException e) {
                err().println(e.getMessage());
                return REFUSED;
            } finally {
                Arrays.fill(key.get(), (byte) 0);
            }
        }
    }

    /** {@code coffer storage kit sealed}. */
    @Command(
            name = "sealed",
            mixinStandardHelpOptions = true,
            description =
                    "Prints a kit that opens with a passphrase, read like a password. Keep both in different places.")
    static final class SealedText extends Making {
        @Option(
                names = "--generate",
                description = "Makes a passphrase of seven words and prints it to standard error.")
        private boolean generate;

        @Override
        void print(RecoveryKit kit) {
            try (KitPassphrase passphrase = generate ? generated() : chosen()) {
                SealedKit sealed =
                        SealedKit.seal(kit, passphrase, kits().storage.random());
                out().print(page() ? KitPage.ofSealedKit(sealed) : sealed.text());
            }
        }

        private KitPassphrase generated() {
            KitPassphrase passphrase = KitPassphrase.generated(kits().storage.random());
            try (Secret text = passphrase.text()) {
                err().println("passphrase: " + new String(text.reveal()));
            }
            return passphrase;
        }

        private KitPassphrase chosen() {
            try (Secret typed = password()) {
                return KitPassphrase.chosen(typed)
                        .orElseThrow(
                                () -> new IllegalArgumentException("A passphrase has " + KitPassphrase.CHARACTERS_MIN
                                        + " to " + KitPassphrase.CHARACTERS_MAX + " characters."));
            }
        }
    }

    /** {@code coffer storage kit words}. */
    @Command(
            name = "words",
            mixinStandardHelpOptions = true,
            description = "Prints the root key as 24 words. No passphrase protects them.")
    static final class Words extends Making {
        @Override
        void print(RecoveryKit kit) {
            if (page()) {
                out().print(KitPage.ofWords(kit));
            } else {
                out().println(String.join(" ", KeyWords.of(kit.key())));
            }
        }
    }

    /** {@code coffer storage kit shares}. */
    @Command(
            name = "shares",
            mixinStandardHelpOptions = true,
            description =
                    "Prints shares of the root key, one a line, of which so many together give it and fewer tell nothing."
                            + " With --page all sheets follow each other; each line of text is one holder's.")
    static final class Shares extends Making {
        @Option(names = "--needed", required = true, paramLabel = "K", description = "How many shares give the key.")
        private int needed;

        @Option(names = "--count", required = true, paramLabel = "N", description = "How many shares there are.")
        private int count;

        @Override
        void print(RecoveryKit kit) {
            for (KeyShare share :
                    KeyShares.split(kit.key(), needed, count, kits().storage.random())) {
                if (page()) {
                    out().print(KitPage.ofShare(share, kit.label()));
                } else {
                    out().println(share.line());
                }
            }
        }
    }

    /** {@code coffer storage kit rehearse}. */
    @Command(
            name = "rehearse",
            mixinStandardHelpOptions = true,
            description =
                    "Tries out a kit, read from standard input: text, words, or shares one a line. Opens every key and"
                            + " some objects with it and with nothing else, changes nothing, and notes the day.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:the kit opens what is stored here", "1:it does not; the reason is printed"})
    static final class Rehearse extends OperatorCommand {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
        private StorageKitCommand kits;

        @Override
        protected int run(Services services) throws IOException {
            Function<byte[], java.util.UUID> id = kits.rootKeys()::idOf;
            try (ExportedRootKey key = new KitInput(this::line, () -> variable(PASSWORD_VARIABLE), id).read()) {
                byte[] bytes = key.reveal();
                try {
                    return told(services.rehearsal().rehearse(bytes));
                } finally {
                    Arrays.fill(bytes, (byte) 0);
                }
            } catch (KitInput.Refused e) {
                err().println(e.getMessage());
                return REFUSED;
            }
        }

        private int told(Rehearsal.Result result) {
            return switch (result) {
                case Rehearsal.Result.Proved(Rehearsal.Done done) -> {
                    new Report()
                            .with("rootKey", done.rootKey().toString())
                            .with("spaceKeys", done.spaceKeys())
                            .with("objects", done.objects())
                            .print(out(), false);
                    yield DONE;
                }
                case Rehearsal.Result.Failed(String reason) -> {
                    err().println("The kit does not open what is stored here: " + reason);
                    yield REFUSED;
                }
            };
        }
    }

    /** {@code coffer storage kit open}. */
    @Command(
            name = "open",
            mixinStandardHelpOptions = true,
            description =
                    "Makes a root key file of a kit, read from standard input as by 'rehearse'. Needs no installation;"
                            + " start the server with --root-key FILE, or put the file into its place in 'keys'.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:the file is there", "1:nothing was written; the reason is printed"})
    static final class Open implements java.util.concurrent.Callable<Integer> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
        private StorageKitCommand kits;

        @Parameters(paramLabel = "FILE", description = "Where the root key file is to be; nothing may be there.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
        private Path file;

        @picocli.CommandLine.Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
        private picocli.CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            ServicesSource source = (ServicesSource) spec.root().userObject();
            RootKeys rootKeys = kits.rootKeys();
            KitInput input = new KitInput(
                    source::inputLine, () -> source.variable(OperatorCommand.PASSWORD_VARIABLE), rootKeys::idOf);
            try (ExportedRootKey key = input.read()) {
                byte[] bytes = key.reveal();
                try {
                    rootKeys.restore(
                            file, bytes, new RealDisk(), kits.storage.clock().instant());
                } finally {
                    Arrays.fill(bytes, (byte) 0);
                }
                spec.commandLine().getOut().println("root key " + key.id() + " is in " + file);
                return OperatorCommand.DONE;
            } catch (KitInput.Refused | coffer.keys.KeysRefused e) {
                spec.commandLine().getErr().println(e.getMessage());
                return OperatorCommand.REFUSED;
            }
        }
    }
}
