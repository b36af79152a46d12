package coffer.server.login;

import coffer.base.Secret;
import coffer.logins.LoginFlow;
import coffer.logins.LoginFlows;
import coffer.logins.Session;
import coffer.logins.Sessions;
import coffer.logins.SignInResult;
import coffer.server.http.Cookie;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Signing in and out. */
final class SignInPage {
    /** Longer names are nobody's. */
    private static final int NAME_LENGTH_MAX = 254;

    private final LoginFlows flows;
    private final Sessions sessions;
    private final Pages pages;
    private final Confirmation confirmation;
    private final ResetPage reset;

    SignInPage(LoginFlows flows, Sessions sessions, Pages pages, Confirmation confirmation, ResetPage reset) {
        this.reset = reset;
        this.flows = flows;
        this.sessions = sessions;
        this.pages = pages;
        this.confirmation = confirmation;
    }

    void handle(Request request, Response response) throws IOException {
        FlowCalls.requireNothingBelow(request);
        switch (request.method()) {
            case "GET" -> show(request, response);
            case "POST" -> signIn(request, response);
            default -> throw RequestRefused.methodNotAllowed("GET", "POST");
        }
    }

    private void show(Request request, Response response) {
        try (Browser browser = pages.browser(request, response)) {
            Optional<LoginFlow> flow =
                    flow(Numbers.parse(request.queryParameter("flow").orElse("")), browser);
            if (request.session().isPresent()) {
                goOn(request, response, flow);
                return;
            }
            page(
                    request,
                    response,
                    browser,
                    flow,
                    request.queryParameter("user").orElse(""),
                    200,
                    "");
        }
    }

    private void signIn(Request request, Response response) throws IOException {
        try (Browser browser = pages.browser(request, response)) {
            Form form = Form.ofOurPage(request, browser);
            Optional<LoginFlow> flow = flow(form.number("flow"), browser);
            String user = form.text("user").strip();
            try (Secret password = form.secret("password")) {
                switch (check(user, password, form.checked("remember"), request)) {
                    case SignInResult.SignedIn(Session session, Secret cookie) -> {
                        try (cookie) {
                            confirmation.give(request, response, cookie, session.remembered());
                        }
                        goOn(request, response, flow);
                    }
                    case SignInResult.Refused _ ->
                        page(
                                request,
                                response,
                                browser,
                                flow,
                                user,
                                403,
                                "The name or the password is wrong. Passwords of devices do not work here.");
                    case SignInResult.Throttled(Duration wait) ->
                        page(request, response, browser, flow, user, Confirmation.tooMany(wait));
                    case SignInResult.Busy(Duration wait) ->
                        page(request, response, browser, flow, user, Confirmation.busy(wait));
                }
            }
        }
    }

    private SignInResult check(String user, Secret password, boolean remember, Request request) {
        return user.isEmpty() || user.length() > NAME_LENGTH_MAX || password.length() == 0
                ? new SignInResult.Refused()
                : sessions.signIn(user, password, remember, request.origin());
    }

    /** {@code POST /logout}. */
    void signOut(Request request, Response response) throws IOException {
        FlowCalls.requirePost(request);
        FlowCalls.requireNothingBelow(request);
        try (Browser browser = pages.browser(request, response)) {
            Form.ofOurPage(request, browser);
            request.session().ifPresent(session -> sessions.end(session.actor(request.origin()), session.id()));
            response.dropCookie(Cookie.SESSION, request);
            response.header("Clear-Site-Data", "\"cache\", \"storage\"");
            Pages.redirect(request, response, "/");
        }
    }

    private Optional<LoginFlow> flow(OptionalLong id, Browser browser) {
        return id.isEmpty() ? Optional.empty() : flows.find(id.getAsLong(), browser.secret());
    }

    private static void goOn(Request request, Response response, Optional<LoginFlow> flow) {
        Pages.redirect(
                request,
                response,
                flow.map(waiting -> "/login/v2/grant?flow=" + waiting.id()).orElse("/"));
    }

    private void page(
            Request request,
            Response response,
            Browser browser,
            Optional<LoginFlow> flow,
            String user,
            Confirmation.Problem problem) {
        page(request, response, browser, flow, user, problem.status(), problem.text());
    }

    private void page(
            Request request,
            Response response,
            Browser browser,
            Optional<LoginFlow> flow,
            String user,
            int status,
            String problem) {
        SignInView view = new SignInView(
                pages.shell(request, browser),
                flow.map(LoginFlow::device).orElse(""),
                flow.map(waiting -> Long.toString(waiting.id())).orElse(""),
                user,
                problem,
                reset.offered());
        pages.send(response, status, "sign-in", view);
    }
}
