package coffer.shares;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FileName;
import coffer.base.SpaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody hands on.
 *
 * @param id a number that fits 31 bits, never used again
 * @param node what is shared
 * @param space where that lies
 * @param owner the account whose space it is
 * @param sharer the account that hands it on: the owner, or a recipient who may
 * @param recipient the number of the account or group; null for links
 * @param bits what its recipients may do ({@link ShareBits}), as far as the sharer may
 * @param name what it was called when it was shared
 * @param attributes JSON as clients sent it; empty for none
 * @param note for the recipients; empty for none
 * @param label what its sharer calls it; empty for none
 * @param passwordHash of the password that a visitor has to give; null for none
 * @param token of a link
 * @param hideDownload whether pages offer no download
 * @param expires when it ends by itself; null for never
 * @param away whether what is shared is in the trash bin
 */
public record Share(
        int id,
        ShareKind kind,
        FileId node,
        SpaceId space,
        AccountId owner,
        AccountId sharer,
        @Nullable Long recipient,
        int bits,
        FileName name,
        String attributes,
        String note,
        String label,
        @Nullable String passwordHash,
        @Nullable String token,
        boolean hideDownload,
        @Nullable Instant expires,
        Instant created,
        boolean away) {

    /** Whether it is over by itself. */
    public boolean isExpired(Instant now) {
        return expires != null && !expires.isAfter(now);
    }

    /** Whether somebody other than the owner hands it on. */
    boolean isReshare() {
        return !sharer.equals(owner);
    }

    /** Whether it is for this account, in these groups. */
    boolean reaches(AccountId account, java.util.Set<Long> groups) {
        return recipient != null
                && switch (kind) {
                    case USER -> recipient == account.value();
                    case GROUP -> groups.contains(recipient);
                    case LINK -> false;
                };
    }
}
