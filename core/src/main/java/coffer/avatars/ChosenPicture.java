package coffer.avatars;

/**
 * A chosen picture in one of its sizes.
 *
 * @param fingerprint 32 hexadecimal digits, another for each other picture; the same for both sizes
 * @param png the whole file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ChosenPicture(String fingerprint, byte[] png) {}
