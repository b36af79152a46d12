package coffer.server.http;

import coffer.accounts.AuthResult;
import coffer.accounts.Authenticator;
import coffer.base.Origin;
import coffer.base.Secret;

/** What the kit asks of the accounts: is this login and password, or this token, somebody's? May block while an attacker is slowed. */
public interface SignIn {
    /** Nobody gets in: for a server without accounts. */
    SignIn NOBODY = new SignIn() {
        @Override
        public AuthResult basic(String login, Secret password, Origin origin) {
            return new AuthResult.Refused();
        }

        @Override
        public AuthResult bearer(Secret token, Origin origin) {
            return new AuthResult.Refused();
        }
    };

    /** The accounts of an installation. */
    static SignIn of(Authenticator authenticator) {
        return new SignIn() {
            @Override
            public AuthResult basic(String login, Secret password, Origin origin) {
                return authenticator.basic(login, password, origin);
            }

            @Override
            public AuthResult bearer(Secret token, Origin origin) {
                return authenticator.bearer(token, origin);
            }
        };
    }

    /** With a login name and a password or app password. The caller closes the secret. */
    AuthResult basic(String login, Secret password, Origin origin);

    /** With an app password alone. The caller closes the secret. */
    AuthResult bearer(Secret token, Origin origin);
}
