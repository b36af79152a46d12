package coffer.logins;

import coffer.base.Secret;

/**
 * What a program gets that was let in, once.
 *
 * @param appPassword the receiver closes it
 */
public record FlowOutcome(String loginName, Secret appPassword) {}
