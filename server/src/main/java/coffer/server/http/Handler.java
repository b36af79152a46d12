package coffer.server.http;

import java.io.IOException;

/** Answers the requests of one route. Runs on a virtual thread and may block. */
@FunctionalInterface
public interface Handler {
    /**
     * Reads the request, calls the core, writes one answer. Returning without an answer means 200 without content.
     *
     * @throws RequestRefused to have the refusal answered in the error shape of the route
     * @throws IOException when the client is gone ({@link ClientGone}, which nobody can answer) or a file failed,
     *     which is answered with 500 like every other exception
     */
    void handle(Request request, Response response) throws IOException;
}
