package coffer.server.login;

import coffer.accounts.AccountChange;
import coffer.accounts.Accounts;
import coffer.accounts.AppPassword;
import coffer.accounts.AppPasswords;
import coffer.accounts.DeviceWipe;
import coffer.accounts.DeviceWipes;
import coffer.accounts.EditResult;
import coffer.accounts.IssueResult;
import coffer.base.Actor;
import coffer.base.Secret;
import coffer.logins.Session;
import coffer.logins.Sessions;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One's devices, browsers and password: seeing and changing them. */
final class SecurityPage {
    static final String PATH = "/settings/user/security";

    /** Devices on one page. */
    static final int DEVICES_SHOWN = 100;

    /** What was done, by the word in the address that the browser is sent to after it. */
    private static final Map<String, String> NOTICES = Map.of(
            "confirm", "Thank you. You can change your devices now.",
            "rename", "The device has its new name.",
            "revoke", "The device is disconnected.",
            "wipe", "The device is disconnected, and will be erased as soon as it comes online.",
            "end", "The browser is signed out.",
            "end-others", "All other browsers are signed out.",
            "password", "Your password is changed.");

    /** What an open browser alone must not be able to do. */
    private static final Set<String> NEED_PASSWORD = Set.of("rename", "revoke", "wipe", "issue");

    private final Accounts accounts;
    private final AppPasswords appPasswords;
    private final DeviceWipes wipes;
    private final Sessions sessions;
    private final Pages pages;
    private final Confirmation confirmation;

    /** How an action ended: with a word of {@link #NOTICES}, a fresh app password, or a problem. */
    private sealed interface Outcome {
        record Done() implements Outcome {}

        record Issued(Secret password) implements Outcome {}

        record Refused(int status, String text) implements Outcome {}
    }

    SecurityPage(
            Accounts accounts,
            AppPasswords appPasswords,
            DeviceWipes wipes,
            Sessions sessions,
            Pages pages,
            Confirmation confirmation) {
        this.accounts = accounts;
        this.appPasswords = appPasswords;
        this.wipes = wipes;
        this.sessions = sessions;
        this.pages = pages;
        this.confirmation = confirmation;
    }

    void handle(Request request, Response response) throws IOException {
        FlowCalls.requireNothingBelow(request);
        Optional<Session> session = request.session();
        if (session.isEmpty()) {
            Pages.redirect(request, response, "/login");
            return;
        }
        switch (request.method()) {
            case "GET" -> {
                String notice =
                        NOTICES.getOrDefault(request.queryParameter("done").orElse(""), "");
                page(request, response, session.get(), 200, "", notice, "");
            }
            case "POST" -> change(request, response, session.get());
            default -> throw RequestRefused.methodNotAllowed("GET", "POST");
        }
    }

    private void change(Request request, Response response, Session session) throws IOException {
        Form form;
        try (Browser browser = pages.browser(request, response)) {
            form = Form.ofOurPage(request, browser);
        }
        String action = form.text("do");
        switch (act(request, response, session, form, action)) {
            case Outcome.Done _ -> Pages.redirect(request, response, PATH + "?done=" + action);
            case Outcome.Issued(Secret password) -> {
                try (password) {
                    page(request, response, session, 200, new String(password.reveal()), "", "");
                }
            }
            case Outcome.Refused(int status, String text) -> page(request, response, session, status, "", "", text);
        }
    }

    private Outcome act(Request request, Response response, Session session, Form form, String action) {
        if (NEED_PASSWORD.contains(action) && confirmation.needed(session)) {
            return new Outcome.Refused(403, "Type your password once more before you change anything here.");
        }
        Actor actor = session.actor(request.origin());
        long id = form.number("id").orElse(0);
        return switch (action) {
            case "confirm" -> confirm(request, response, session, form);
            case "rename" -> done(appPasswords.rename(actor, id, form.text("name")));
            case "revoke" -> done(appPasswords.revoke(actor, id));
            case "wipe" -> done(wipes.order(actor, id));
            case "issue" -> issue(actor, session, form.text("name"));
            case "end" -> done(sessions.end(actor, id));
            case "end-others" -> {
                sessions.endOthers(actor, session.id());
                yield new Outcome.Done();
            }
            case "password" -> password(request, response, session, form);
            default -> new Outcome.Refused(400, "The server does not know what to do.");
        };
    }

    private static Outcome done(boolean done) {
        return done ? new Outcome.Done() : new Outcome.Refused(404, "It was gone already.");
    }

    private Outcome confirm(Request request, Response response, Session session, Form form) {
        return confirmation
                .confirm(request, response, session, form)
                .<Outcome>map(problem -> new Outcome.Refused(problem.status(), problem.text()))
                .orElseGet(Outcome.Done::new);
    }

    private Outcome issue(Actor actor, Session session, String name) {
        return switch (appPasswords.issue(actor, session.account().id(), session.loginName(), name)) {
            case IssueResult.Issued issued -> new Outcome.Issued(issued.secret());
            case IssueResult.TooMany _ ->
                new Outcome.Refused(403, "You have too many devices. Disconnect some of them first.");
            case IssueResult.NotAllowed _, IssueResult.UnknownAccount _ ->
                new Outcome.Refused(403, "You may not connect programs.");
        };
    }

    private Outcome password(Request request, Response response, Session session, Form form) {
        if (!form.text("new").equals(form.text("again"))) {
            return new Outcome.Refused(400, "The new password was not typed the same twice.");
        }
        Outcome confirmed = confirm(request, response, session, form);
        if (confirmed instanceof Outcome.Refused) {
            return confirmed;
        }
        Actor actor = session.actor(request.origin());
        try (Secret wanted = form.secret("new")) {
            EditResult result = accounts.edit(actor, session.account().uid(), new AccountChange.Password(wanted));
            return switch (result) {
                case EditResult.Changed _ -> {
                    if (form.checked("others")) {
                        sessions.endOthers(actor, session.id());
                    }
                    yield new Outcome.Done();
                }
                case EditResult.PasswordRefused(String reason) ->
                    new Outcome.Refused(400, "The new password does not do: " + reason + ".");
                case EditResult.Busy _ -> new Outcome.Refused(503, "The server is busy. Please try again.");
                default -> new Outcome.Refused(403, "You may not change this password.");
            };
        }
    }

    private void page(
            Request request,
            Response response,
            Session session,
            int status,
            String newPassword,
            String notice,
            String problem) {
        Actor actor = session.actor(request.origin());
        long after = Numbers.parse(request.queryParameter("after").orElse("")).orElse(0);
        List<AppPassword> devices = appPasswords.list(actor, session.account().id(), after, DEVICES_SHOWN);
        String more = devices.size() < DEVICES_SHOWN
                ? ""
                : request.publicPath() + PATH + "?after=" + devices.getLast().id();
        try (Browser browser = pages.browser(request, response)) {
            SecurityView view = new SecurityView(
                    pages.shell(request, browser),
                    session.loginName(),
                    confirmation.needed(session),
                    devices.stream().map(SecurityPage::device).toList(),
                    more,
                    wipes.list(actor, session.account().id()).stream()
                            .map(SecurityPage::wipe)
                            .toList(),
                    sessions.list(actor).stream()
                            .map(info -> new SecurityView.Browser(
                                    info.id(),
                                    info.agent().isEmpty() ? "A browser without a name" : info.agent(),
                                    info.address(),
                                    Times.text(info.started(), ""),
                                    Times.text(info.seen(), ""),
                                    info.id() == session.id()))
                            .toList(),
                    newPassword,
                    notice,
                    problem);
            pages.send(response, status, "security", view);
        }
    }

    private static SecurityView.Device device(AppPassword device) {
        return new SecurityView.Device(
                device.id(), device.name(), Times.text(device.created(), ""), Times.text(device.lastUsed(), "never"));
    }

    private static SecurityView.Wipe wipe(DeviceWipe wipe) {
        String state = wipe.done() != null
                ? "erased " + Times.text(wipe.done(), "")
                : wipe.seen() != null
                        ? "the device knows since " + Times.text(wipe.seen(), "")
                        : "the device has not come online yet";
        return new SecurityView.Wipe(wipe.name(), Times.text(wipe.ordered(), ""), state);
    }
}
