package coffer.events;

import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.base.FilePath;

/**
 * What an act was about. A part that does not apply is the empty string.
 *
 * @param kind the sort of thing: {@code file}, {@code collection}, {@code account}, {@code group}, {@code upload}, …
 * @param id its stable id in decimal or UUID form
 * @param path where it was in the owner's home when the act began, with a leading slash
 * @param owner user id of the account in whose space it lies
 */
public record Target(String kind, String id, String path, String owner) {
    /** Nothing in particular: a login with an unknown name, the server itself. */
    public static final Target NONE = new Target("", "", "", "");

    /** A file; also used for a collection where the act is the same for both. */
    public static Target file(FileId id, FilePath path, String owner) {
        return new Target("file", Long.toString(id.value()), path.toString(), owner);
    }

    public static Target collection(FileId id, FilePath path, String owner) {
        return new Target("collection", Long.toString(id.value()), path.toString(), owner);
    }

    /** A place in the tree where nothing is: what a refused creation was about. */
    public static Target place(FilePath path, String owner) {
        return new Target("file", "", path.toString(), owner);
    }

    public static Target account(AccountId id, String uid) {
        return new Target("account", Long.toString(id.value()), "", uid);
    }

    /** A user id nobody has, as somebody named it. */
    public static Target unknownAccount(String name) {
        return new Target("account", "", "", name);
    }

    public static Target group(String name) {
        return new Target("group", name, "", "");
    }
}
