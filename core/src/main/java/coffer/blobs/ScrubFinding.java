package coffer.blobs;

import coffer.base.ObjectId;

/**
 * A damaged object that a walk has come upon.
 *
 * @param detail for people; names objects, keys and places of the store, never what people call their files
 */
public record ScrubFinding(ObjectId object, DamageKind kind, String detail) {}
