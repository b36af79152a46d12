package coffer.blobs;

/**
 * One object on its way into stored bytes, segment by segment, on a workbench: fill {@link Workbench#plain}, call {@link #pack}, take the
 * piece from {@link Workbench#sealed}. The first piece starts with the header; {@link #trailer} follows the last.
 */
sealed interface Packing permits Sealing, PlainPacking {
    /**
     * Packs the first {@code length} bytes of {@link Workbench#plain}: a whole segment, or fewer if it is the last.
     * {@link #pieceAt} and {@link #pieceBytes} then tell where the bytes to write lie.
     */
    void pack(int length, boolean last);

    int pieceAt();

    int pieceBytes();

    /** What follows the last piece; may be empty. */
    byte[] trailer();
}
