package coffer.server.webdav;

import coffer.files.Spot;
import coffer.locks.FileLockRequest;
import coffer.locks.FileLockResult;
import coffer.locks.FileLockType;
import coffer.locks.FileUnlockResult;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import java.io.IOException;

/**
 * LOCK and UNLOCK of the clients' own kind: with {@code X-User-Lock}, of the application {@code files_lock}. They concern
 * files alone, have no body, and know three types ({@code X-User-Lock-Type}). 423 and 412 come with the state of the file
 * too, which the desktop client (3.16) reads; the Android library (2026) takes 423 to LOCK and 412 to UNLOCK for what it
 * wanted.
 */
final class FileLockHandler {
    private static final String FIELD = "X-User-Lock";
    private static final String TYPE_FIELD = "X-User-Lock-Type";

    /** Whether a request means these locks. */
    static boolean means(Request request) {
        return request.header(FIELD)
                .map(String::strip)
                .filter(value -> !value.isEmpty() && !value.equals("0"))
                .isPresent();
    }

    void lock(FilesCall call) throws IOException {
        FileLockRequest wanted = new FileLockRequest(
                type(call.request()), call.request().account().displayName());
        Spot spot = call.existing();
        switch (call.services().fileLocks().lock(spot.view(), spot.path(), wanted, call.conditions())) {
            case FileLockResult.Granted(var lock, var tag) -> send(call, 200, FileLockXml.locked(lock, tag));
            case FileLockResult.Held(var by, var tag) -> send(call, 423, FileLockXml.locked(by, tag));
            case FileLockResult.HeldByProgram(var holder, var tag) ->
                send(call, 423, FileLockXml.heldByProgram(holder, tag));
            case FileLockResult.NotAFile _ -> throw RequestRefused.badRequest("Only files can be locked in this way.");
            case FileLockResult.TooManyLocks(int max) ->
                throw new RequestRefused(507, "There are already " + max + " locks; give some up first.");
            case FileLockResult.Refused(var refusal) -> throw Refusals.of(refusal, call);
        }
    }

    void unlock(FilesCall call) throws IOException {
        FileLockType type = type(call.request());
        Spot spot = call.existing();
        switch (call.services().fileLocks().unlock(spot.view(), spot.path(), type, call.conditions())) {
            case FileUnlockResult.Unlocked(var tag) -> send(call, 200, FileLockXml.notLocked(tag));
            case FileUnlockResult.NotLocked(var tag) -> send(call, 412, FileLockXml.notLocked(tag));
            case FileUnlockResult.Held(var by, var tag) -> send(call, 423, FileLockXml.locked(by, tag));
            case FileUnlockResult.Refused(var refusal) -> throw Refusals.of(refusal, call);
        }
    }

    private static FileLockType type(Request request) {
        return request.header(TYPE_FIELD)
                .map(value -> Fields.digits(value.strip())
                        .filter(number -> number <= FileLockType.values().length)
                        .flatMap(number -> FileLockType.ofNumber(number.intValue()))
                        .orElseThrow(() -> RequestRefused.badRequest(TYPE_FIELD + " must be 0, 1 or 2.")))
                .orElse(FileLockType.USER);
    }

    private static void send(FilesCall call, int status, byte[] body) {
        call.response().send(status, Multistatus.CONTENT_TYPE, body);
    }
}
