package coffer.uploads;

/**
 * What one round of expiring has done.
 *
 * @param expired uploads whose time was over
 * @param chunksRemoved rows of chunks of closed uploads; their content follows when the sweeper of objects comes by
 */
public record ExpiryReport(int expired, int chunksRemoved) {}
