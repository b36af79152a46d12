package coffer.server.login;

import coffer.accounts.AccountsFeature;
import coffer.accounts.PasswordResets;
import coffer.logins.LoginsFeature;
import coffer.logins.SessionPolicy;
import coffer.server.http.Access;
import coffer.server.http.ErrorShape;
import coffer.server.http.Handler;
import coffer.server.http.PlainErrors;
import coffer.server.http.PublicAddress;
import coffer.server.http.Route;
import coffer.server.http.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** All of this package, for the one who wires the server. */
public final class LoginPages {
    private final Pages pages;
    private final ErrorShape errors;
    private final FlowCalls flowCalls;
    private final GrantPage grant;
    private final SignInPage signIn;
    private final ResetPage reset;
    private final SecurityPage security;
    private final HomePage home;
    private final WipeCalls wipes;

    /**
     * @param url the public address, if the operator has named it; without it no links are sent by mail
     */
    public LoginPages(
            AccountsFeature accounts,
            PasswordResets resets,
            LoginsFeature logins,
            SessionPolicy policy,
            Optional<PublicAddress> url,
            SecureRandom random,
            Clock clock) {
        pages = new Pages(random);
        errors = new PageErrors(pages);
        Confirmation confirmation = new Confirmation(logins.sessions(), policy, clock);
        flowCalls = new FlowCalls(logins.flows(), pages);
        grant = new GrantPage(logins.flows(), logins.sessions(), pages, confirmation, clock);
        reset = new ResetPage(resets, logins.sessions(), url, pages);
        signIn = new SignInPage(logins.flows(), logins.sessions(), pages, confirmation, reset);
        security = new SecurityPage(
                accounts.accounts(),
                accounts.appPasswords(),
                accounts.deviceWipes(),
                logins.sessions(),
                pages,
                confirmation);
        home = new HomePage(pages);
        wipes = new WipeCalls(accounts.deviceWipes());
    }

    /** Adds {@code /login}, {@code /logout}, {@code /settings/user}, {@code /core/wipe} and {@code /assets}. */
    public void addTo(Router.Builder routes) {
        routes.front(call("/login/v2", flowCalls::begin));
        routes.front(call("/login/v2/poll", flowCalls::poll));
        routes.front(page("/login/v2/flow", flowCalls::open));
        routes.front(page("/login/v2/grant", grant::handle));
        routes.front(page("/login/switch", grant::another));
        routes.front(page("/login/flow", flowCalls::beginWithin));
        routes.front(page("/login/reset", reset::handle));
        routes.front(page("/login", signIn::handle));
        routes.front(page("/logout", signIn::signOut));
        routes.front(page(SecurityPage.PATH, security::handle));
        routes.front(call("/core/wipe", wipes::handle));
        routes.route(pages.assets().route());
    }

    /** Shows the first page, for whoever answers at {@code /}. */
    public Handler home() {
        return home::show;
    }

    /** How errors of pages look. */
    public ErrorShape errors() {
        return errors;
    }

    private static Route call(String path, Handler handler) {
        return Route.of(path, Access.ANONYMOUS, PlainErrors.SHAPE, handler).withBodyBytesMax(Form.BYTES_MAX);
    }

    private Route page(String path, Handler handler) {
        return Route.of(path, Access.BROWSER, errors, handler).withBodyBytesMax(Form.BYTES_MAX);
    }
}
