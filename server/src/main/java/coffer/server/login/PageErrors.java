package coffer.server.login;

import coffer.server.http.ErrorShape;
import coffer.server.http.PlainErrors;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;

/** Errors as pages for people. */
final class PageErrors implements ErrorShape {
    private final Pages pages;

    PageErrors(Pages pages) {
        this.pages = pages;
    }

    @Override
    public void answer(Request request, Response response, RequestRefused refusal) {
        refusal.headers().forEach(response::header);
        Shell shell = new Shell(
                request.publicPath(),
                pages.assets().stylesheet(),
                pages.assets().icon(),
                "");
        pages.send(
                response,
                refusal.status(),
                "message",
                new MessageView(
                        shell, title(refusal.status()), refusal.message(), shell.path("/"), "To the first page"));
    }

    private static String title(int status) {
        return switch (status) {
            case 403 -> "That was not possible";
            case 404 -> "Not found";
            case 429 -> "Please wait";
            case 503 -> "The server is busy";
            default -> status < 500 ? "That did not work" : "The server failed";
        };
    }

    @Override
    public String challenge() {
        return PlainErrors.SHAPE.challenge();
    }
}
