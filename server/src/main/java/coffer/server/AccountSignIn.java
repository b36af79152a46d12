package coffer.server;

import coffer.accounts.AuthResult;
import coffer.accounts.Authenticator;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.server.http.SignIn;

/** The accounts behind the sign-in of the HTTP kit. */
record AccountSignIn(Authenticator authenticator) implements SignIn {
    @Override
    public AuthResult basic(String login, Secret password, Origin origin) {
        return authenticator.basic(login, password, origin);
    }

    @Override
    public AuthResult bearer(Secret token, Origin origin) {
        return authenticator.bearer(token, origin);
    }
}
