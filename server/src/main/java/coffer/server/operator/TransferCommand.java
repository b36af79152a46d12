package coffer.server.operator;

import coffer.accounts.Account;
import coffer.base.FileName;
import coffer.base.FilePath;
import coffer.files.Files;
import coffer.files.Refusal;
import coffer.files.TransferResult;
import coffer.files.View;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code coffer transfer}: files of one account become those of another. */
@Command(
        name = "transfer",
        mixinStandardHelpOptions = true,
        description = {
            "Hands a file, a folder or everything over from one account to another, with versions, properties and locks of people.",
            "Everything comes into a folder of its own. An interrupted transfer is taken up again by the server, or by the same command."
        })
public final class TransferCommand extends OperatorCommand {
    @Parameters(index = "0", paramLabel = "FROM", description = "User id of whoever has it.")
    @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
    private String from;

    @Parameters(index = "1", paramLabel = "TO", description = "User id of whoever shall have it.")
    @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
    private String to;

    @Parameters(index = "2", arity = "0..1", paramLabel = "PATH", description = "What. Default: everything.")
    private @Nullable String path;

    @Override
    protected int run(Services services) {
        Optional<Account> giver = services.accounts().byUid(from);
        Optional<Account> receiver = services.accounts().byUid(to);
        if (giver.isEmpty() || receiver.isEmpty()) {
            return refused((giver.isEmpty() ? from : to) + ": there is no such account");
        }
        if (giver.get().id().equals(receiver.get().id())) {
            return refused(from + ": nobody hands anything over to themselves");
        }
        Files files = services.files();
        View source = files.spaces().home(actor(), giver.get());
        View target = files.spaces().home(actor(), receiver.get());
        if (path == null) {
            return report(files.transferAll(source, target, folder(giver.get())));
        }
        Optional<FilePath> wanted = path(path);
        return wanted.isEmpty()
                ? refused(path + ": there is no such file")
                : report(files.transfer(source, wanted.get(), target, FilePath.ROOT));
    }

    /** What everything of an account comes into; the same each time, so that a command that is repeated goes on. */
    static FileName folder(Account giver) {
        return FileName.of("Transferred from " + giver.uid());
    }

    private int report(TransferResult result) {
        return switch (result) {
            case TransferResult.Transferred(FilePath at, long members) -> {
                out().println(to + ": has it at " + at + " (" + members + " files and folders)");
                yield DONE;
            }
            case Refusal refusal -> refused(reason(refusal));
        };
    }

    /** Why a transfer was refused, for the operator. */
    static String reason(Refusal refusal) {
        return switch (refusal) {
            case Refusal.NotFound _ -> "there is no such file";
            case Refusal.NotAllowed _ -> "this cannot be handed over; leave the path away for everything";
            case Refusal.Locked(FilePath locked, boolean _) ->
                "a program has locked " + locked + "; end that with coffer lock break and try again";
            case Refusal.QuotaExceeded(long wanted, long free) ->
                "the other account has room for " + free + " bytes, and this has " + wanted;
            default -> "it could not be handed over";
        };
    }

    private int refused(String reason) {
        err().println(reason);
        return REFUSED;
    }
}
