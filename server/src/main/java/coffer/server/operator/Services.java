package coffer.server.operator;

import coffer.accounts.Accounts;
import coffer.accounts.AppPasswords;
import coffer.accounts.Groups;

/** The services of the core that commands call. */
public record Services(Accounts accounts, Groups groups, AppPasswords appPasswords) {}
