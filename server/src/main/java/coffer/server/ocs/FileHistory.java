package coffer.server.ocs;

import coffer.accounts.Account;
import coffer.base.Actor;
import coffer.base.FileId;
import coffer.events.Cursor;
import coffer.history.HistoryPage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The history of a file in the home of whoever asks; empty for a file that they do not see. */
@FunctionalInterface
public interface FileHistory {
    /** See {@link coffer.history.History#of}. */
    Optional<HistoryPage> of(Actor actor, Account account, FileId file, @Nullable Cursor before, int max);
}
