package coffer.server.ocs;

import coffer.base.FileId;
import coffer.files.Homes;
import coffer.files.Refusal;
import coffer.files.Spaces;
import coffer.files.Spot;
import coffer.files.View;
import coffer.locks.FileLock;
import coffer.locks.FileLockRequest;
import coffer.locks.FileLockResult;
import coffer.locks.FileLockType;
import coffer.locks.FileLocks;
import coffer.locks.FileUnlockResult;
import coffer.server.http.RequestRefused;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Locks on files by their ids, as the application {@code files_lock} (its {@code LockController}, 2026) has them. What the
 * caller does not see is 404.
 */
final class FileLockCalls {
    private static final String PATTERN = "apps/files_lock/lock/{file}";

    /** Of a lock that does not end by itself. */
    private static final long NEVER = -1;

    private static final int ID_DIGITS_MAX = 18;

    private final Homes homes;
    private final Spaces spaces;
    private final FileLocks locks;
    private final Clock clock;

    FileLockCalls(Homes homes, Spaces spaces, FileLocks locks, Clock clock) {
        this.homes = homes;
        this.spaces = spaces;
        this.locks = locks;
        this.clock = clock;
    }

    List<OcsRoute> routes() {
        return List.of(OcsRoute.of("PUT", PATTERN, this::lock), OcsRoute.of("DELETE", PATTERN, this::unlock));
    }

    private OcsAnswer lock(OcsCall call) {
        FileLockRequest wanted = new FileLockRequest(type(call), call.account().displayName());
        return switch (locks.lock(view(call), file(call), wanted)) {
            case FileLockResult.Granted granted -> OcsAnswer.ok(json(granted.lock()));
            case FileLockResult.Held held -> held(held.by());
            case FileLockResult.HeldByProgram held ->
                OcsAnswer.failure(423, heldBy(held.holder().shownName()));
            case FileLockResult.NotAFile _ -> OcsAnswer.failure(400, "Only files can be locked.");
            case FileLockResult.TooManyLocks(int max) ->
                OcsAnswer.failure(507, "There are already " + max + " locks; give some up first.");
            case FileLockResult.Refused(var refusal) -> refused(refusal);
        };
    }

    private OcsAnswer unlock(OcsCall call) {
        return switch (locks.unlock(view(call), file(call), type(call))) {
            case FileUnlockResult.Unlocked _ -> OcsAnswer.done();
            case FileUnlockResult.NotLocked _ -> OcsAnswer.failure(412, "File is not locked");
            case FileUnlockResult.Held held -> held(held.by());
            case FileUnlockResult.Refused(var refusal) -> refused(refusal);
        };
    }

    /** What shows the file: the home, or something received. */
    private View view(OcsCall call) {
        View home = spaces.home(call.actor(), call.account());
        return homes.find(home, file(call)).map(Spot::view).orElse(home);
    }

    /** An id that cannot be is that of a missing file. */
    private static FileId file(OcsCall call) {
        String text = call.path("file");
        boolean number = !text.isEmpty()
                && text.length() <= ID_DIGITS_MAX
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return new FileId(number ? Long.parseLong(text) : 0);
    }

    private static FileLockType type(OcsCall call) {
        String text = call.textOrEmpty("lockType");
        if (text.isEmpty()) {
            return FileLockType.USER;
        }
        return switch (text) {
            case "0" -> FileLockType.USER;
            case "1" -> FileLockType.APP;
            case "2" -> FileLockType.TOKEN;
            default -> throw RequestRefused.badRequest("lockType must be 0, 1 or 2.");
        };
    }

    private OcsAnswer held(FileLock lock) {
        OcsAnswer failure = OcsAnswer.failure(423, heldBy(lock.shownName()));
        return new OcsAnswer(failure.code(), failure.message(), json(lock), failure.headers());
    }

    private static String heldBy(String name) {
        return "File is currently locked by " + name;
    }

    private static OcsAnswer refused(Refusal refusal) {
        return refusal instanceof Refusal.NotAllowed
                ? OcsAnswer.failure(403, "You do not have the permission for this.")
                : OcsAnswer.failure(OcsVersion.NOT_FOUND, "There is no such file.");
    }

    /** The file's id stands for that of the lock too: a file has one lock at most. */
    private ObjectNode json(FileLock lock) {
        long eta = lock.expires() == null
                ? NEVER
                : Math.max(0, Duration.between(clock.instant(), lock.expires()).toSeconds());
        return OcsAnswer.map()
                .put("id", lock.file().value())
                .put("uri", "")
                .put("userId", lock.holder().uid())
                .put("displayName", lock.shownName())
                .put("fileId", lock.file().value())
                .put("token", lock.token())
                .put("eta", eta)
                .put("creation", lock.created().getEpochSecond())
                .put("type", lock.type().number());
    }
}
