package coffer.server.http;

import coffer.accounts.AuthResult;
import coffer.accounts.Authenticator;
import coffer.base.Origin;
import coffer.base.Secret;
import coffer.logins.Session;
import coffer.logins.Sessions;
import java.util.Optional;

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
    static SignIn of(Authenticator authenticator, Sessions sessions) {
        return new SignIn() {
            @Override
            public AuthResult basic(String login, Secret password, Origin origin) {
                return authenticator.basic(login, password, origin);
            }

            @Override
            public AuthResult bearer(Secret token, Origin origin) {
                return authenticator.bearer(token, origin);
            }

            @Override
            public Optional<Session> session(Secret cookie, Origin origin) {
                return sessions.find(cookie, origin);
            }
        };
    }

    /** With a login name and a password or app password. The caller closes the secret. */
    AuthResult basic(String login, Secret password, Origin origin);

    /** With an app password alone. The caller closes the secret. */
    AuthResult bearer(Secret token, Origin origin);

    /** With the cookie of a browser's session; nobody is slowed. The caller closes the secret. */
    default Optional<Session> session(Secret cookie, Origin origin) {
        return Optional.empty();
    }
}
