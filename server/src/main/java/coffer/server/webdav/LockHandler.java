package coffer.server.webdav;

import coffer.base.FilePath;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Spot;
import coffer.locks.ActiveLock;
import coffer.locks.LockRequest;
import coffer.locks.LockResult;
import coffer.locks.LockScope;
import coffer.locks.UnlockResult;
import coffer.server.http.RequestRefused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** LOCK and UNLOCK (RFC 4918, sections 9.10 and 9.11). */
final class LockHandler {

    void lock(FilesCall call) throws IOException {
        byte[] body = call.body();
        Duration timeout = Fields.timeout(call.request());
        Conditions conditions = call.conditions();
        if (body.length == 0) {
            refresh(call, timeout, conditions);
            return;
        }
        boolean infinite =
                switch (Fields.depth(call.request(), Depth.INFINITY)) {
                    case ZERO -> false;
                    case INFINITY -> true;
                    case ONE -> throw RequestRefused.badRequest("LOCK knows only the depths 0 and infinity.");
                };
        LockBody wanted = LockBody.parse(body);
        LockScope scope = wanted.exclusive() ? LockScope.EXCLUSIVE : LockScope.SHARED;
        Spot spot = call.wanted();
        LockRequest request = new LockRequest(scope, infinite, wanted.ownerXml(), timeout);
        switch (call.services().locks().lock(spot.view(), spot.path(), request, conditions)) {
            case LockResult.Granted(var lock, var entry, boolean created) -> {
                call.response().header("Lock-Token", "<" + lock.token() + ">");
                granted(call, spot, lock, entry, created ? 201 : 200);
            }
            case LockResult.Conflict(FilePath root) -> conflict(call, spot, root);
            case LockResult.TooManyLocks(int max) ->
                throw new RequestRefused(507, "There are already " + max + " locks; give some up first.");
            case LockResult.NoSuchLock _ -> throw noSuchLock();
            case LockResult.Refused(var refusal) -> throw Refusals.of(refusal, call);
        }
    }

    private static void refresh(FilesCall call, @Nullable Duration timeout, Conditions conditions) throws IOException {
        if (conditions.lockTokens().isEmpty()) {
            throw RequestRefused.badRequest("A new lock needs a body, and renewing one the header If with its token.");
        }
        Spot spot = call.existing();
        switch (call.services().locks().refresh(spot.view(), spot.path(), timeout, conditions)) {
            // RFC 4918, section 9.10.2: no Lock-Token field here, it belongs to new locks.
            case LockResult.Granted(var lock, var entry, boolean _) -> granted(call, spot, lock, entry, 200);
            case LockResult.Conflict(FilePath root) -> conflict(call, spot, root);
            case LockResult.TooManyLocks(int max) ->
                throw new RequestRefused(507, "There are already " + max + " locks; give some up first.");
            case LockResult.NoSuchLock _ -> throw noSuchLock();
            case LockResult.Refused(var refusal) -> throw Refusals.of(refusal, call);
        }
    }

    private static RequestRefused noSuchLock() {
        return new RequestRefused(412, "None of the named locks is yours and covers this.")
                .withDavElement("<d:lock-token-matches-request-uri/>");
    }

    private static void granted(FilesCall call, Spot spot, ActiveLock lock, Entry entry, int status)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        XmlBuffer out = new XmlBuffer(bytes);
        out.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<d:prop").raw(Prefixes.DECLARATIONS);
        out.raw("><d:lockdiscovery>");
        LockXml.activeLock(lock, entry, call.listing(spot), out);
        out.raw("</d:lockdiscovery></d:prop>").finish();
        call.response().send(status, Multistatus.CONTENT_TYPE, bytes.toByteArray());
    }

    /**
     * Another lock stands in the way. When it is one of a member of the collection, RFC 4918, section 9.10.9 wants a
     * multistatus that names the member, and the collection as depending on it.
     */
    private static void conflict(FilesCall call, Spot spot, FilePath root) throws IOException {
        FilePath target = spot.path();
        String href = call.href(spot, root, false);
        String condition = "<d:no-conflicting-lock><d:href>" + href + "</d:href></d:no-conflicting-lock>";
        if (root.equals(target) || !root.startsWith(target)) {
            throw new RequestRefused(423, "Another lock covers this.").withDavElement(condition);
        }
        try (Multistatus answer = Multistatus.begin(call.response())) {
            answer.out()
                    .raw("<d:response><d:href>")
                    .raw(href)
                    .raw("</d:href><d:status>HTTP/1.1 423 Locked</d:status><d:error>")
                    .raw(condition)
                    .raw("</d:error></d:response><d:response><d:href>")
                    .raw(call.href(spot, true))
                    .raw("</d:href><d:status>HTTP/1.1 424 Failed Dependency</d:status></d:response>");
            answer.end();
        }
    }

    void unlock(FilesCall call) throws IOException {
        String token = Fields.lockToken(call.request());
        Spot spot = call.existing();
        switch (call.services().locks().unlock(spot.view(), spot.path(), token)) {
            case UnlockResult.Unlocked _ -> call.response().empty(204);
            case UnlockResult.NoSuchLock _ ->
                throw new RequestRefused(409, "No lock with this token covers this.")
                        .withDavElement("<d:lock-token-matches-request-uri/>"); // RFC 4918, section 9.11.1
            case UnlockResult.Refused(var refusal) -> throw Refusals.of(refusal, call);
        }
    }
}
