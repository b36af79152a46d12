package coffer.server.operator;

import coffer.blobs.SingleObject;
import coffer.blobs.StoredHeader;
import coffer.disk.RealDisk;
import coffer.disk.StorageFailure;
import coffer.keys.KeyName;
import coffer.keys.KeysRefused;
import coffer.keys.OfflineRing;
import coffer.keys.RootKeyAway;
import coffer.keys.SealBroken;
import coffer.keys.SpaceKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * Commands on objects as single files, from a backup or elsewhere. They need no installation: they never go to a server, and open neither
 * data directory nor database.
 */
abstract class ObjectCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // likewise
    private StorageCommand parent;

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final StorageCommand parent() {
        return parent;
    }

    /** Something done with an object; a failure ends the command. */
    @FunctionalInterface
    interface Work {
        void on(SingleObject object) throws SealBroken, IOException;
    }

    /** Does something with an object and returns the exit code; what is wrong stands on standard error. */
    final int each(Path file, Work work) {
        try (SingleObject object = SingleObject.open(file)) {
            work.on(object);
            return OperatorCommand.DONE;
        } catch (SealBroken | IOException | RootKeyAway | KeysRefused | StorageFailure e) {
            return refused(file + ": " + reason(e));
        }
    }

    final int refused(String reason) {
        err().println(reason);
        return OperatorCommand.REFUSED;
    }

    static String reason(Exception failure) {
        return switch (failure) {
            case NoSuchFileException e -> "there is no such file: " + e.getFile();
            case FileAlreadyExistsException e -> e.getFile() + " is there already";
            case SealBroken e -> "damaged: " + e.getMessage();
            default -> String.valueOf(failure.getMessage());
        };
    }

    /** Which keys are used. */
    static final class Keys {
        private static final String ROOT_KEY = "--root-key";
        private static final String SECRET = "COFFER_ROOT_KEY_SECRET";

        @Option(
                names = "--ring",
                paramLabel = "FILE",
                description = "A file of the key ring, such as ring-12.cofring. May be repeated.")
        private List<Path> rings = List.of();

        @Option(
                names = "--keys",
                paramLabel = "DIR",
                description =
                        "The directory with the key ring, such as keys in a data directory. Its root.key is the root"
                                + " key unless " + ROOT_KEY + " names another.")
        private @Nullable Path directory;

        /** Whether any were named. */
        boolean named() {
            return directory != null || !rings.isEmpty();
        }

        /** The keys that were named. The secret of a root key that needs one is in {@code COFFER_ROOT_KEY_SECRET}. */
        Function<KeyName, Optional<SpaceKey>> open(ObjectCommand command) throws IOException {
            Path rootKey = rootKey(command);
            Path keys = directory;
            var rootKeys = command.parent.rootKeys(() -> source(command).variable(SECRET));
            if (keys != null) {
                if (!rings.isEmpty()) {
                    throw misuse(command, "Give either --ring or --keys.");
                }
                return ring(
                        command, OfflineRing.in(rootKeys, rootKey == null ? keys.resolve("root.key") : rootKey, keys));
            }
            if (rootKey == null) {
                throw misuse(command, "Name the root key with " + ROOT_KEY + ".");
            }
            return ring(command, OfflineRing.of(rootKeys, rootKey, rings));
        }

        private static Function<KeyName, Optional<SpaceKey>> ring(ObjectCommand command, OfflineRing ring) {
            ring.remarks().forEach(remark -> command.err().println("note: " + remark));
            return ring::find;
        }

        /** An option of the whole program, which may stand before or behind the command. */
        private static @Nullable Path rootKey(ObjectCommand command) {
            for (var line = command.spec.commandLine(); line != null; line = line.getParent()) {
                String named = line.getParseResult().matchedOptionValue(ROOT_KEY, (String) null);
                if (named != null) {
                    return Path.of(named);
                }
            }
            return null;
        }

        private static ServicesSource source(ObjectCommand command) {
            return (ServicesSource) command.spec.root().userObject();
        }

        private static ParameterException misuse(ObjectCommand command, String message) {
            return new ParameterException(command.spec.commandLine(), message);
        }
    }

    /** {@code coffer storage inspect}. */
    @Command(
            name = "inspect",
            mixinStandardHelpOptions = true,
            description = "Shows the header of an object, even where it is damaged. Needs no keys.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:the header could be read, right or wrong", "1:the file does not begin as an object does"
            })
    static final class Inspect extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "FILE", description = "The object.")
        @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
        private Path file;

        @Option(names = "--json", description = "As a JSON object.")
        private boolean json;

        @Override
        public Integer call() {
            return each(file, object -> report(object.header()).print(out(), json));
        }

        private static Report report(StoredHeader header) {
            return new Report()
                    .with("magic", header.sealed() ? "COFSEAL1" : "COFPLAIN")
                    .with("format", header.format())
                    .with("suite", suite(header))
                    .with("segmentLog2", header.segmentLog2())
                    .with("key", header.sealed() ? header.keyId().toString() : null)
                    .with("keyVersion", header.sealed() ? header.keyVersion() : null)
                    .with("object", header.object().toString())
                    .with(
                            "plainBytes",
                            header.plainBytes().isPresent()
                                    ? header.plainBytes().getAsLong()
                                    : null)
                    .with("storedBytes", header.storedBytes())
                    .with("headerChecksumFits", header.checksumFits());
        }

        private static String suite(StoredHeader header) {
            if (!header.sealed()) {
                return header.suite() == 0 ? "none" : "unknown " + header.suite();
            }
            return header.suite() == 1 ? "AES-256-GCM" : "unknown " + header.suite();
        }
    }

    /** {@code coffer storage verify}. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Verifies objects: with keys all of them, without keys the length and header of sealed ones and all"
                            + " of plain ones. A secret that the root key needs is read from COFFER_ROOT_KEY_SECRET.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:nothing is wrong", "1:an object is damaged, or could not be looked at"})
    static final class Verify extends ObjectCommand {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "The objects.")
        private List<Path> files = List.of();

        @Mixin
        private final Keys keys = new Keys();

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        @Override
        public Integer call() {
            @Nullable Function<KeyName, Optional<SpaceKey>> found = null;
            if (keys.named()) {
                try {
                    found = keys.open(this);
                } catch (IOException | KeysRefused | RootKeyAway | StorageFailure e) {
                    return refused(reason(e));
                }
            }
            int exit = OperatorCommand.DONE;
            for (Path file : files) {
                exit = Math.max(exit, verify(file, found));
            }
            return exit;
        }

        private int verify(Path file, @Nullable Function<KeyName, Optional<SpaceKey>> found) {
            return each(file, object -> {
                if (found == null) {
                    object.verify();
                } else {
                    object.verify(found);
                }
                StoredHeader header = object.header();
                boolean all = found != null || !header.sealed();
                new Report()
                        .with("file", file.toString())
                        .with("object", header.object().toString())
                        .with("verified", all ? "content" : "header")
                        .printRow(out(), json);
            });
        }
    }

    /** {@code coffer storage open}. */
    @Command(
            name = "open",
            mixinStandardHelpOptions = true,
            description =
                    "Writes the content of an object to a file or to standard output. A secret that the root key needs is"
                            + " read from COFFER_ROOT_KEY_SECRET.",
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {
                "0:all of the content was written",
                "1:it was not; of a file nothing is left, on standard output is what came before the damage"
            })
    static final class Open extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "FILE", description = "The object.")
        @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
        private Path file;

        @Mixin
        private final Keys keys = new Keys();

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "Where the content goes: a new file that only you may read.")
        private @Nullable Path target;

        @Override
        public Integer call() {
            return each(file, object -> {
                Function<KeyName, Optional<SpaceKey>> found = keys.named() ? keys.open(this) : _ -> Optional.empty();
                Path into = target;
                if (into != null) {
                    object.transfer(found, new RealDisk(), into);
                } else {
                    OutputStream content = parent().content();
                    object.transfer(found, content);
                    content.flush();
                }
            });
        }
    }
}
