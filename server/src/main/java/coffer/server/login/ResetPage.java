package coffer.server.login;

import coffer.accounts.Account;
import coffer.accounts.PasswordResets;
import coffer.accounts.ResetResult;
import coffer.base.Secret;
import coffer.logins.Sessions;
import coffer.server.http.PublicAddress;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import java.io.IOException;
import java.util.Optional;

/**
 * A new password by a link that comes by mail. Offered only when mail is on and the operator has named the public
 * address: a link must not lead to a host that somebody else's request has named.
 */
final class ResetPage {
    /** Longer names are nobody's. */
    private static final int NAME_LENGTH_MAX = 254;

    private final PasswordResets resets;
    private final Sessions sessions;
    private final Optional<PublicAddress> url;
    private final Pages pages;

    ResetPage(PasswordResets resets, Sessions sessions, Optional<PublicAddress> url, Pages pages) {
        this.resets = resets;
        this.sessions = sessions;
        this.url = url.filter(address -> address.base().length() <= PasswordResets.BASE_LENGTH_MAX);
        this.pages = pages;
    }

    boolean offered() {
        return url.isPresent() && resets.available();
    }

    void handle(Request request, Response response) throws IOException {
        if (!offered()) {
            throw RequestRefused.notFound("This server does not send mail. Ask its operator for a new password.");
        }
        boolean withToken = request.segments().size() == 1;
        if (!withToken && !request.segments().isEmpty()) {
            throw RequestRefused.notFound("There is nothing here.");
        }
        switch (request.method()) {
            case "GET" -> {
                if (withToken) {
                    showNew(request, response, "", 200);
                } else {
                    showAsk(request, response);
                }
            }
            case "POST" -> {
                if (withToken) {
                    set(request, response);
                } else {
                    ask(request, response);
                }
            }
            default -> throw RequestRefused.methodNotAllowed("GET", "POST");
        }
    }

    private void showAsk(Request request, Response response) {
        try (Browser browser = pages.browser(request, response)) {
            pages.send(response, 200, "reset-ask", new ResetAskView(pages.shell(request, browser)));
        }
    }

    private void ask(Request request, Response response) throws IOException {
        try (Browser browser = pages.browser(request, response)) {
            String user = Form.ofOurPage(request, browser).text("user").strip();
            if (!user.isEmpty() && user.length() <= NAME_LENGTH_MAX) {
                resets.request(user, url.orElseThrow().base(), request.origin());
            }
            message(
                    request,
                    response,
                    browser,
                    "Look into your mail",
                    "If there is such an account and it has an e-mail address, a link for a new password is on its way."
                            + " It works for an hour.");
        }
    }

    private void showNew(Request request, Response response, String problem, int status) {
        try (Browser browser = pages.browser(request, response);
                Secret token = token(request)) {
            Account account = resets.find(token).orElseThrow(ResetPage::gone);
            String action = request.publicPath() + PasswordResets.PATH + new String(token.reveal());
            pages.send(
                    response,
                    status,
                    "reset-set",
                    new ResetSetView(
                            pages.shell(request, browser), action, account.displayName(), account.uid(), problem));
        }
    }

    private void set(Request request, Response response) throws IOException {
        Form form;
        try (Browser browser = pages.browser(request, response)) {
            form = Form.ofOurPage(request, browser);
        }
        if (!form.text("new").equals(form.text("again"))) {
            showNew(request, response, "The new password was not typed the same twice.", 400);
            return;
        }
        try (Secret token = token(request);
                Secret password = form.secret("new")) {
            switch (resets.complete(token, password, request.origin())) {
                case ResetResult.Done(Account account) -> {
                    // Whoever sets a new password because the old one is known to others wants them out.
                    sessions.endAll(account, request.origin());
                    try (Browser browser = pages.browser(request, response)) {
                        message(
                                request,
                                response,
                                browser,
                                "Your password is changed",
                                "Sign in with it from now on. All browsers are signed out; devices stay connected.");
                    }
                }
                case ResetResult.Expired _ -> throw gone();
                case ResetResult.PasswordRefused(String reason) ->
                    showNew(request, response, "The new password does not do: " + reason + ".", 400);
                case ResetResult.Busy _ -> showNew(request, response, "The server is busy. Please try again.", 503);
            }
        }
    }

    private void message(Request request, Response response, Browser browser, String title, String text) {
        Shell shell = pages.shell(request, browser);
        pages.send(response, 200, "message", new MessageView(shell, title, text, shell.path("/login"), "Sign in"));
    }

    private static Secret token(Request request) {
        return Secret.of(request.segments().getFirst());
    }

    private static RequestRefused gone() {
        return new RequestRefused(403, "This link is no longer valid. You can ask for a new one.");
    }
}
