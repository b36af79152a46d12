package coffer.bench.servers;

/**
 * What a person types into a client.
 *
 * @param address of the server, with nothing behind host and port but perhaps the directory it is installed in
 * @param folder the collection that is measured in, as a path in the user's files; empty for all of them
 */
public record Login(String address, String user, String password, String folder) {

    /** Leaves the password out. */
    @Override
    public String toString() {
        return user + " at " + address;
    }
}
