package coffer.keys;

import coffer.base.SpaceId;
import java.time.Instant;

/**
 * What may be told of a space key.
 *
 * @param created when it was made
 */
public record KeyStatus(KeyName name, SpaceId space, KeyState state, Instant created) {}
