package coffer.server.login;

import coffer.accounts.Account;
import coffer.base.Secret;
import coffer.logins.FlowGrant;
import coffer.logins.LoginFlow;
import coffer.logins.LoginFlows;
import coffer.logins.Session;
import coffer.logins.Sessions;
import coffer.server.http.Cookie;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/** The page on which a signed-in person lets a program in, or takes another account for that. */
final class GrantPage {
    private static final int VERSION_1 = 1;

    private final LoginFlows flows;
    private final Sessions sessions;
    private final Pages pages;
    private final Confirmation confirmation;
    private final Clock clock;

    GrantPage(LoginFlows flows, Sessions sessions, Pages pages, Confirmation confirmation, Clock clock) {
        this.flows = flows;
        this.sessions = sessions;
        this.pages = pages;
        this.confirmation = confirmation;
        this.clock = clock;
    }

    void handle(Request request, Response response) throws IOException {
        FlowCalls.requireNothingBelow(request);
        switch (request.method()) {
            case "GET" -> show(request, response);
            case "POST" -> grant(request, response);
            default -> throw RequestRefused.methodNotAllowed("GET", "POST");
        }
    }

    private void show(Request request, Response response) {
        try (Browser browser = pages.browser(request, response)) {
            LoginFlow flow = flow(Numbers.parse(request.queryParameter("flow").orElse("")), browser);
            Optional<Session> session = request.session();
            if (session.isEmpty()) {
                String user = request.queryParameter("user").orElse("");
                Pages.redirect(
                        request,
                        response,
                        "/login?flow=" + flow.id()
                                + (user.isEmpty() ? "" : "&user=" + URLEncoder.encode(user, StandardCharsets.UTF_8)));
                return;
            }
            page(request, response, browser, flow, session.get(), 200, "");
        }
    }

    private void grant(Request request, Response response) throws IOException {
        try (Browser browser = pages.browser(request, response)) {
            Form form = Form.ofOurPage(request, browser);
            LoginFlow flow = flow(form.number("flow"), browser);
            Optional<Session> session = request.session();
            if (session.isEmpty()) {
                Pages.redirect(request, response, "/login?flow=" + flow.id());
                return;
            }
            Optional<Confirmation.Problem> problem = confirmation.require(request, response, session.get(), form);
            if (problem.isPresent()) {
                page(
                        request,
                        response,
                        browser,
                        flow,
                        session.get(),
                        problem.get().status(),
                        problem.get().text());
                return;
            }
            answer(request, response, browser, flow, session.get());
        }
    }

    private void answer(Request request, Response response, Browser browser, LoginFlow flow, Session session) {
        switch (flows.grant(session.actor(request.origin()), flow.id(), browser.secret(), session.loginName())) {
            case FlowGrant.Granted _ ->
                pages.send(
                        response,
                        200,
                        "message",
                        new MessageView(
                                pages.shell(request, browser),
                                "Connected",
                                flow.device() + " is connected to the account of "
                                        + session.account().displayName()
                                        + ". You can close this window.",
                                "",
                                ""));
            case FlowGrant.Issued(String loginName, Secret appPassword) -> {
                try (appPassword) {
                    response.header("Location", address(request, loginName, appPassword));
                    response.header("Cache-Control", "no-store");
                    response.empty(303);
                }
            }
            case FlowGrant.Gone _ -> throw gone();
            case FlowGrant.TooMany _ ->
                throw new RequestRefused(403, "This account has too many devices. Disconnect some of them first.");
        }
    }

    /** What version 1 hands to its program (client protocol, login flow v1): the server's address is not encoded. */
    private static String address(Request request, String loginName, Secret appPassword) {
        return "nc://login/server:" + request.publicAddress().base()
                + "&user:" + URLEncoder.encode(loginName, StandardCharsets.UTF_8)
                + "&password:" + new String(appPassword.reveal());
    }

    /** {@code POST /login/switch}: another account for the same program. */
    void another(Request request, Response response) throws IOException {
        FlowCalls.requirePost(request);
        FlowCalls.requireNothingBelow(request);
        try (Browser browser = pages.browser(request, response)) {
            Form form = Form.ofOurPage(request, browser);
            LoginFlow flow = flow(form.number("flow"), browser);
            request.session().ifPresent(session -> sessions.end(session.actor(request.origin()), session.id()));
            response.dropCookie(Cookie.SESSION, request);
            Pages.redirect(request, response, "/login?flow=" + flow.id());
        }
    }

    private LoginFlow flow(OptionalLong id, Browser browser) {
        if (id.isEmpty()) {
            throw gone();
        }
        return flows.find(id.getAsLong(), browser.secret()).orElseThrow(GrantPage::gone);
    }

    private static RequestRefused gone() {
        return new RequestRefused(
                403, "This request is no longer valid. Go back to your program and begin again there.");
    }

    private void page(
            Request request,
            Response response,
            Browser browser,
            LoginFlow flow,
            Session session,
            int status,
            String problem) {
        Account account = session.account();
        GrantView view = new GrantView(
                pages.shell(request, browser),
                Long.toString(flow.id()),
                flow.device().isEmpty() ? "a program without a name" : flow.device(),
                flow.address(),
                Times.ago(flow.begun(), clock.instant()),
                !flow.address().equals(request.origin().address()),
                account.displayName(),
                account.uid(),
                confirmation.needed(session),
                problem);
        if (flow.version() == VERSION_1) {
            pages.sendLeadingTo(response, status, "grant", view, "nc:");
        } else {
            pages.send(response, status, "grant", view);
        }
    }
}
