package coffer.shares;

import coffer.accounts.People;
import coffer.base.FilePath;
import coffer.files.Entry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A share as one account sees it.
 *
 * @param path of what is shared in that account's home
 * @param entry what is shared, as that account sees it
 * @param recipient the id of the account or group; empty for links
 * @param target where its recipient sees it; of a group's the name it was shared under
 * @param mayEdit whether that account may change it
 * @param mayEnd whether that account may end or leave it
 * @param left since when its only recipient has left it; null otherwise
 */
public record SeenShare(
        Share share,
        People.Person owner,
        People.Person sharer,
        String recipient,
        String recipientName,
        FilePath path,
        Entry entry,
        FilePath target,
        boolean mayEdit,
        boolean mayEnd,
        @Nullable Instant left) {}
