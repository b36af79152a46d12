package coffer.adapter.s3;

/**
 * How long the parts of a multipart upload are, so that the longest object of S3 fits into its 10,000 parts although nobody knows the length
 * beforehand: the first 950 have the size of the setting, and each further 950 twice that of those before, up to the 5 GiB that S3 takes. With
 * parts of 8 MiB an object of 7 GiB needs 8 MiB of memory while it arrives, one of 100 GiB 64 MiB.
 *
 * <p>Limits: "Amazon S3 multipart upload limits" of the S3 User Guide.
 *
 * @param firstBytes between {@link S3Limits#PART_BYTES_MIN} and {@link S3Limits#PART_BYTES_MAX}
 */
record PartSizes(int firstBytes) {
    static final int PARTS_MAX = 10_000;
    static final long PART_BYTES_MAX = 5L << 30;
    static final long OBJECT_BYTES_MAX = 5L << 40;

    /** After so many parts the size doubles. With 1,000, 5 TiB would not fit behind first parts of 5 MiB. */
    static final int PARTS_OF_A_SIZE = 950;

    /** @param number from 1, as S3 counts parts */
    long bytes(int number) {
        if (number < 1 || number > PARTS_MAX) {
            throw new IllegalArgumentException("parts are numbered from 1 to " + PARTS_MAX + ", not " + number);
        }
        return Math.min(PART_BYTES_MAX, (long) firstBytes << ((number - 1) / PARTS_OF_A_SIZE));
    }
}
