package coffer.server.http;

import coffer.accounts.Account;
import coffer.accounts.CredentialKind;
import coffer.base.Actor;

/**
 * A signed-in account behind a request.
 *
 * @param loginName what was typed as the name; empty for a bearer token
 */
record Caller(Account account, Actor actor, CredentialKind kind, String loginName) {}
