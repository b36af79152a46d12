package coffer.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Errors as one line of text, for pages and for paths that belong to no protocol. */
public final class PlainErrors implements ErrorShape {
    public static final ErrorShape SHAPE = new PlainErrors();

    private PlainErrors() {}

    @Override
    public void answer(Request request, Response response, RequestRefused refusal) throws IOException {
        refusal.headers().forEach(response::header);
        response.send(
                refusal.status(),
                "text/plain; charset=utf-8",
                (refusal.message() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String challenge() {
        return "realm=\"Coffer\", charset=\"UTF-8\"";
    }
}
