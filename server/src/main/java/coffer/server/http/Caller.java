package coffer.server.http;

import coffer.accounts.Account;
import coffer.accounts.CredentialKind;
import coffer.base.Actor;

/** A signed-in account behind a request. */
record Caller(Account account, Actor actor, CredentialKind kind) {}
