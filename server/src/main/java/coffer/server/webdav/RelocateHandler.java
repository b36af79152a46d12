package coffer.server.webdav;

import coffer.files.CopyResult;
import coffer.files.Entry;
import coffer.files.MoveResult;
import coffer.files.Refusal;
import coffer.files.RemoveResult;
import coffer.files.Spot;
import coffer.server.http.RequestRefused;
import java.io.IOException;

/** COPY, MOVE and DELETE (RFC 4918, sections 9.6, 9.8 and 9.9): what takes whole resources from or to a place. */
final class RelocateHandler {

    void move(FilesCall call) throws IOException {
        requireWhole(call, "MOVE");
        Spot from = call.existing();
        Spot to = call.destination();
        boolean overwrite = Fields.overwrite(call.request());
        switch (call.homes().move(from, to, call.home(), overwrite, call.conditions())) {
            case MoveResult.Moved(var entry, boolean replaced) -> placed(call, entry, replaced);
            case Refusal.InvalidTarget(var reason)
            when reason == Refusal.InvalidTarget.Reason.ITSELF && !call.spelledAlike() -> respelled(call, from);
            case Refusal.InvalidTarget refusal -> throw Refusals.of(refusal, call);
            case Refusal.NotFound refusal -> throw Refusals.of(refusal, call);
            case Refusal.NoParent refusal -> throw Refusals.of(refusal, call);
            case Refusal.NotAllowed refusal -> throw Refusals.of(refusal, call);
            case Refusal.PreconditionFailed refusal -> throw Refusals.of(refusal, call);
            case Refusal.Locked refusal -> throw Refusals.of(refusal, call);
            case Refusal.QuotaExceeded refusal -> throw Refusals.of(refusal, call);
            case Refusal.TargetExists refusal -> throw Refusals.of(refusal, call);
        }
    }

    /**
     * A client renamed a file from one normalisation form of Unicode to another. Both are one name here, so nothing is
     * to be done, and the desktop client takes any answer but 201 for a failure.
     */
    private static void respelled(FilesCall call, Spot spot) throws IOException {
        Entry entry = call.homes().entry(spot).orElseThrow(() -> Refusals.notFound(call.names()));
        placed(call, entry, false);
    }

    void copy(FilesCall call) throws IOException {
        boolean recursive =
                switch (Fields.depth(call.request(), Depth.INFINITY)) {
                    case ZERO -> false;
                    case INFINITY -> true;
                    case ONE -> throw RequestRefused.badRequest("COPY knows only the depths 0 and infinity.");
                };
        Spot from = call.existing();
        Spot to = call.destination();
        boolean overwrite = Fields.overwrite(call.request());
        switch (call.homes().copy(from, to, overwrite, recursive, call.conditions())) {
            case CopyResult.Copied(var entry, boolean replaced) -> placed(call, entry, replaced);
            case Refusal.InvalidTarget refusal -> throw Refusals.of(refusal, call);
            case Refusal.NotFound refusal -> throw Refusals.of(refusal, call);
            case Refusal.NoParent refusal -> throw Refusals.of(refusal, call);
            case Refusal.NotAllowed refusal -> throw Refusals.of(refusal, call);
            case Refusal.PreconditionFailed refusal -> throw Refusals.of(refusal, call);
            case Refusal.Locked refusal -> throw Refusals.of(refusal, call);
            case Refusal.QuotaExceeded refusal -> throw Refusals.of(refusal, call);
            case Refusal.TargetExists refusal -> throw Refusals.of(refusal, call);
            case Refusal.TooManyMembers refusal -> throw Refusals.of(refusal, call);
        }
    }

    void delete(FilesCall call) throws IOException {
        requireWhole(call, "DELETE");
        Spot spot = call.existing();
        boolean keep = !Fields.skipTrash(call.request());
        switch (keep
                ? call.homes().remove(spot, call.home(), call.conditions())
                : call.homes().removeForGood(spot, call.home(), call.conditions())) {
            case RemoveResult.Removed _ -> call.response().empty(204);
            case Refusal.NotFound refusal -> throw Refusals.of(refusal, call);
            case Refusal.NotAllowed refusal -> throw Refusals.of(refusal, call);
            case Refusal.PreconditionFailed refusal -> throw Refusals.of(refusal, call);
            case Refusal.Locked refusal -> throw Refusals.of(refusal, call);
        }
    }

    private static void placed(FilesCall call, Entry entry, boolean replaced) throws IOException {
        call.response()
                .header(
                        "OC-FileId",
                        FileProperties.fileId(entry, call.services().instanceId()));
        if (!entry.collection()) {
            call.response().header("ETag", entry.etag().quoted());
            call.response().header("OC-ETag", entry.etag().quoted());
        }
        call.response().empty(replaced ? 204 : 201);
    }

    /** A client that asks for less than the whole means something this method cannot do. */
    private static void requireWhole(FilesCall call, String method) {
        if (Fields.depth(call.request(), Depth.INFINITY) != Depth.INFINITY) {
            throw RequestRefused.badRequest(method + " always reaches everything below its target.");
        }
    }
}
