package coffer.server.webdav;

import coffer.base.FilePath;
import coffer.files.Conditions;
import coffer.files.Entry;
import coffer.files.Refusal;
import coffer.files.Spot;
import coffer.server.http.RequestRefused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the core refuses, in the words of WebDAV. Which status a client gets decides what it does next: the desktop client
 * ends a whole run at 503, so no problem of a single file may answer that; 412 and 423 it retries soon, 403 for an hour
 * not, 507 keeps larger files of the folder back.
 */
final class Refusals {

    /** Methods of existing files and collections, for {@code Allow}. */
    static final String[] METHODS = {
        "OPTIONS",
        "GET",
        "HEAD",
        "PUT",
        "DELETE",
        "PROPFIND",
        "PROPPATCH",
        "MKCOL",
        "COPY",
        "MOVE",
        "LOCK",
        "UNLOCK",
        "PATCH"
    };

    private Refusals() {}

    /** The answer to one refusal of an operation on {@code call}'s target. */
    static RequestRefused of(Refusal refusal, FilesCall call) {
        return switch (refusal) {
            case Refusal.NotFound _ -> RequestRefused.notFound("There is no such file or folder.");
            case Refusal.NoParent _ -> noParent();
            case Refusal.NotAllowed _ -> new RequestRefused(403, "You do not have the permission for this.");
            case Refusal.PreconditionFailed(var field, var current) -> preconditionFailed(field, current);
            case Refusal.Locked(FilePath root, boolean atTarget) ->
                locked(call, atTarget ? call.destination() : call.existing(), root);
            case Refusal.QuotaExceeded(long wanted, long free) -> quotaExceeded(wanted, free);
            case Refusal.NameTaken _ ->
                new RequestRefused(405, "Something of this name exists already.")
                        .withHeader("Allow", String.join(", ", METHODS));
            case Refusal.TargetExists _ -> targetExists();
            case Refusal.InvalidTarget(var reason) -> invalidTarget(reason);
            case Refusal.IsCollection _ -> new RequestRefused(409, "This is a folder, and only a file has content.");
            case Refusal.WrongLength(long announced) ->
                RequestRefused.badRequest("The content does not have the announced " + announced + " bytes.");
            case Refusal.WrongChecksum(var announced, var actual) ->
                RequestRefused.badRequest("The content arrived with the checksum " + actual + ", but " + announced
                        + " was announced. It was not stored.");
            case Refusal.TooLarge(long max) -> tooLarge(max);
            case Refusal.TooManyMembers(long max) ->
                new RequestRefused(403, "A folder with more than " + max + " members cannot be copied at once.");
            case Refusal.PropertiesRefused _ ->
                throw new IllegalStateException("refused properties are told one by one");
        };
    }

    static RequestRefused notFound(List<String> names) {
        return RequestRefused.notFound("There is no file or folder " + String.join("/", names) + " here.");
    }

    static RequestRefused quotaExceeded(long wantedBytes, long freeBytes) {
        return new RequestRefused(
                        507, "There is room for " + freeBytes + " bytes more, but " + wantedBytes + " are needed.")
                .withDavElement("<d:quota-not-exceeded/>"); // RFC 4331, section 6
    }

    static RequestRefused tooLarge(long maxBytes) {
        return new RequestRefused(413, "A file can have at most " + maxBytes + " bytes.");
    }

    static RequestRefused targetExists() {
        return new RequestRefused(412, "The destination exists and must not be overwritten.")
                .withDavElement("<s:header>Overwrite</s:header>");
    }

    /** RFC 4918, section 9.1.1. */
    static RequestRefused finiteDepth() {
        return new RequestRefused(403, "A whole tree cannot be listed at once; ask with depth 0 or 1.")
                .withDavElement("<d:propfind-finite-depth/>");
    }

    static RequestRefused noParent() {
        return new RequestRefused(409, "The folder that this belongs into does not exist.");
    }

    private static RequestRefused preconditionFailed(Conditions.Field field, @Nullable Entry current) {
        String header =
                switch (field) {
                    case IF_MATCH -> "If-Match";
                    case IF_NONE_MATCH -> "If-None-Match";
                    case IF_UNMODIFIED_SINCE -> "If-Unmodified-Since";
                    case IF -> "If";
                };
        RequestRefused refused = new RequestRefused(412, "The condition in the header " + header + " does not hold.")
                .withDavElement("<s:header>" + header + "</s:header>");
        return current == null
                ? refused
                : refused.withHeader("ETag", current.etag().quoted());
    }

    private static RequestRefused locked(FilesCall call, Spot shown, FilePath root) {
        // RFC 4918, section 16: the precondition names what is locked. Whether that is a folder is not known here.
        return new RequestRefused(423, "It is locked, and the request does not hold the lock.")
                .withDavElement("<d:lock-token-submitted><d:href>" + call.href(shown, root, false)
                        + "</d:href></d:lock-token-submitted>");
    }

    private static RequestRefused invalidTarget(Refusal.InvalidTarget.Reason reason) {
        return switch (reason) {
            case ITSELF -> new RequestRefused(403, "Source and destination are the same.");
            case BELOW_SOURCE -> new RequestRefused(409, "The destination lies inside of the source.");
            case ABOVE_SOURCE -> new RequestRefused(409, "The destination holds the source.");
            case ROOT -> new RequestRefused(403, "The root can neither be moved nor replaced.");
        };
    }
}
