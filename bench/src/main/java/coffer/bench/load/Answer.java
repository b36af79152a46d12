package coffer.bench.load;

/**
 * The end of an exchange.
 *
 * @param bodyBytes without the framing of chunks
 * @param keepsAlive whether the connection can carry another request
 */
public record Answer(int status, long bodyBytes, boolean keepsAlive) {}
