package coffer.blobs;

/**
 * What is wrong with an object.
 *
 * @param detail for people; names objects, keys and places of the store, never what people call their files
 */
record Damage(DamageKind kind, String detail) {}
