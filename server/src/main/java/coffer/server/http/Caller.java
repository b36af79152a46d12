package coffer.server.http;

import coffer.accounts.Account;
import coffer.accounts.CredentialKind;
import coffer.base.Actor;
import coffer.logins.Session;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in account behind a request.
 *
 * @param loginName what was typed as the name; empty for a bearer token
 * @param session the browser's session; null for programs
 */
record Caller(
        Account account,
        Actor actor,
        CredentialKind kind,
        String loginName,
        @Nullable Session session) {}
