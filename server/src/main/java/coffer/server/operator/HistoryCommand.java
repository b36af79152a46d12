package coffer.server.operator;

import coffer.accounts.Account;
import coffer.events.Cursor;
import coffer.files.Entry;
import coffer.files.View;
import coffer.history.History;
import coffer.history.HistoryEntry;
import coffer.history.HistoryPage;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code coffer history}: what has happened to a file or folder. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description =
                "Shows what has happened to a file or folder, newest first: time (UTC), what, who, from which device, "
                        + "size in bytes, path.")
public final class HistoryCommand extends OperatorCommand {
    private static final List<String> HEADER = List.of("TIME", "ACT", "WHO", "DEVICE", "BYTES", "PATH");

    @Parameters(index = "0", paramLabel = "UID", description = "Whose file, by user id in any letter case.")
    @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
    private String uid;

    @Parameters(index = "1", paramLabel = "PATH", description = "Where it is, such as /Documents/plan.txt.")
    @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
    private String path;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Limit.class,
            description = "At most so many, 1 to " + History.ACTS_MAX + ". Default: ${DEFAULT-VALUE}.",
            defaultValue = "50")
    private int limit = 50;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    /** Reads a number of acts. */
    static final class Limit implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int limit = Integer.parseInt(text);
                if (limit >= 1 && limit <= History.ACTS_MAX) {
                    return limit;
                }
            } catch (NumberFormatException _) {
                // Told below, as a number that is too large.
            }
            throw new TypeConversionException("\"" + text + "\" is not a number from 1 to " + History.ACTS_MAX);
        }
    }

    @Override
    protected int run(Services services) {
        Optional<Account> account = services.accounts().byUid(uid);
        if (account.isEmpty()) {
            return refused(uid + ": there is no such account");
        }
        View home = services.files().spaces().home(actor(), account.get());
        Optional<Entry> file = path(path).flatMap(parsed -> services.files().entry(home, parsed));
        if (file.isEmpty()) {
            return refused(path + ": there is no such file");
        }
        services.history().catchUp();
        List<HistoryEntry> entries = entries(services.history(), home, file.get());
        if (json) {
            entries.forEach(entry -> report(entry).printRow(out(), true));
        } else {
            Columns.print(
                    out(),
                    Stream.concat(Stream.of(HEADER), entries.stream().map(HistoryCommand::row))
                            .toList());
        }
        return DONE;
    }

    private List<HistoryEntry> entries(History history, View home, Entry file) {
        List<HistoryEntry> entries = new ArrayList<>();
        @Nullable Cursor before = null;
        do {
            int max = Math.min(limit - entries.size(), History.PAGE_MAX);
            // A file that has gone meanwhile has no more to tell.
            HistoryPage page = history.of(home, file.id(), before, max).orElse(new HistoryPage(List.of(), null));
            entries.addAll(page.entries());
            before = page.next();
        } while (before != null && entries.size() < limit);
        return entries;
    }

    private static Report report(HistoryEntry entry) {
        return new Report()
                .with("time", entry.time())
                .with("act", entry.act().word())
                .with("actor", entry.uid())
                .with("device", entry.device().name())
                .with("sizeBefore", entry.sizeBeforeBytes())
                .with("sizeAfter", entry.sizeAfterBytes())
                .with("pathBefore", entry.pathBefore())
                .with("pathAfter", entry.pathAfter());
    }

    private static List<String> row(HistoryEntry entry) {
        return List.of(
                entry.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                entry.act().word(),
                entry.uid(),
                entry.device().name(),
                change(number(entry.sizeBeforeBytes()), number(entry.sizeAfterBytes())),
                change(entry.pathBefore(), entry.pathAfter()));
    }

    private static @Nullable String number(@Nullable Long number) {
        return number == null ? null : number.toString();
    }

    /** What is the same stands once. */
    private static String change(@Nullable String before, @Nullable String after) {
        String from = before == null ? "" : before;
        String to = after == null ? "" : after;
        return from.isEmpty() || to.isEmpty() || from.equals(to) ? to.isEmpty() ? from : to : from + " -> " + to;
    }

    private int refused(String reason) {
        err().println(reason);
        return REFUSED;
    }
}
