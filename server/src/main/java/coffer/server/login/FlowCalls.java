package coffer.server.login;

import coffer.base.Secret;
import coffer.logins.FlowOutcome;
import coffer.logins.FlowStart;
import coffer.logins.LoginFlow;
import coffer.logins.LoginFlows;
import coffer.server.http.PublicAddress;
import coffer.server.http.Request;
import coffer.server.http.RequestRefused;
import coffer.server.http.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The calls of programs in login flow v2, and the addresses that they open in a browser in both versions. */
final class FlowCalls {
    private static final String GONE =
            "This request is no longer valid. Go back to your program and begin again there.";

    private final LoginFlows flows;
    private final Pages pages;

    FlowCalls(LoginFlows flows, Pages pages) {
        this.flows = flows;
        this.pages = pages;
    }

    /** {@code POST /login/v2}: desktop 3.16, Android and iOS begin so. */
    void begin(Request request, Response response) {
        requirePost(request);
        requireNothingBelow(request);
        PublicAddress address = request.publicAddress();
        switch (flows.begin(request.origin())) {
            case FlowStart.Begun(Secret poll, Secret login) -> {
                try (poll;
                        login) {
                    Map<String, String> ask = new LinkedHashMap<>();
                    ask.put("token", new String(poll.reveal()));
                    ask.put("endpoint", address.of("/login/v2/poll"));
                    Map<String, Object> answer = new LinkedHashMap<>();
                    answer.put("poll", ask);
                    answer.put("login", address.of("/login/v2/flow/" + new String(login.reveal())));
                    ProgramAnswers.send(response, 200, answer);
                }
            }
            case FlowStart.TooMany _ ->
                throw new RequestRefused(429, "Too many devices wait to be connected from your network.")
                        .withHeader("Retry-After", Long.toString(LoginFlows.LIFETIME.toSeconds()));
        }
    }

    /** {@code POST /login/v2/poll}: the token comes as a form (desktop, Android) or in the query (iOS). */
    void poll(Request request, Response response) throws IOException {
        requirePost(request);
        requireNothingBelow(request);
        String inForm = Form.read(request).text("token");
        try (Secret token =
                Secret.of(inForm.isEmpty() ? request.queryParameter("token").orElse("") : inForm)) {
            PublicAddress address = request.publicAddress();
            Optional<FlowOutcome> outcome = flows.poll(token, request.origin());
            if (outcome.isEmpty()) {
                ProgramAnswers.empty(response, 404);
                return;
            }
            try (Secret appPassword = outcome.get().appPassword()) {
                Map<String, String> answer = new LinkedHashMap<>();
                answer.put("server", address.base());
                answer.put("loginName", outcome.get().loginName());
                answer.put("appPassword", new String(appPassword.reveal()));
                ProgramAnswers.send(response, 200, answer);
            }
        }
    }

    /** {@code GET /login/v2/flow/TOKEN}: the address that a program opens in a browser. */
    void open(Request request, Response response) {
        requireGet(request);
        if (request.segments().size() != 1) {
            throw RequestRefused.notFound(GONE);
        }
        try (Secret token = Secret.of(request.segments().getFirst());
                Browser browser = pages.browser(request, response)) {
            Optional<LoginFlow> flow = flows.open(token, browser.secret(), request.origin());
            if (flow.isEmpty()) {
                throw new RequestRefused(403, GONE);
            }
            goOn(request, response, flow.get());
        }
    }

    /** {@code GET /login/flow}: version 1, in the browser of a program; a link in a mail does not have the header. */
    void beginWithin(Request request, Response response) {
        requireGet(request);
        requireNothingBelow(request);
        boolean program = request.headers("OCS-APIRequest").stream().anyMatch("true"::equalsIgnoreCase);
        if (!program) {
            throw new RequestRefused(403, "This page is for programs that connect to this server.");
        }
        try (Browser browser = pages.browser(request, response)) {
            Optional<LoginFlow> flow = flows.beginWithin(browser.secret(), request.origin());
            if (flow.isEmpty()) {
                throw new RequestRefused(429, "Too many devices wait to be connected from your network.");
            }
            goOn(request, response, flow.get());
        }
    }

    private static void goOn(Request request, Response response, LoginFlow flow) {
        String user = request.queryParameter("user").orElse("");
        String prefill = user.isEmpty() ? "" : "&user=" + URLEncoder.encode(user, StandardCharsets.UTF_8);
        Pages.redirect(request, response, "/login/v2/grant?flow=" + flow.id() + prefill);
    }

    static void requireGet(Request request) {
        if (!request.method().equals("GET")) {
            throw RequestRefused.methodNotAllowed("GET");
        }
    }

    static void requirePost(Request request) {
        if (!request.method().equals("POST")) {
            throw RequestRefused.methodNotAllowed("POST");
        }
    }

    static void requireNothingBelow(Request request) {
        if (!request.segments().isEmpty()) {
            throw RequestRefused.notFound("There is nothing here.");
        }
    }
}
