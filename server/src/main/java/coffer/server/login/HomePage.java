package coffer.server.login;

import coffer.accounts.Account;
import coffer.logins.Session;
import coffer.server.http.Request;
import coffer.server.http.Response;
import java.util.Optional;

/** What a person sees who types the address of the server. */
final class HomePage {
    private final Pages pages;

    HomePage(Pages pages) {
        this.pages = pages;
    }

    void show(Request request, Response response) {
        try (Browser browser = pages.browser(request, response)) {
            Optional<Account> account = request.session().map(Session::account);
            pages.send(
                    response,
                    200,
                    "home",
                    new HomeView(
                            pages.shell(request, browser),
                            request.publicAddress().base(),
                            account.map(Account::displayName).orElse(""),
                            account.map(Account::uid).orElse("")));
        }
    }
}
