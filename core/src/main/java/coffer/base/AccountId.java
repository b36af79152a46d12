package coffer.base;

/** An account. Never reused, also not after the account is gone. */
public record AccountId(long value) {}
