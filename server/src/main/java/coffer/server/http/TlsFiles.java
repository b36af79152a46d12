package coffer.server.http;

import java.nio.file.Path;

/**
 * Where certificate and key of the listener lie. They may be replaced while the server runs.
 *
 * @param certificate PEM: the server's certificate first, then those that lead to a known authority
 * @param key PEM: the private key of the first certificate, PKCS#8, unencrypted; RSA, EC or Ed25519
 */
public record TlsFiles(Path certificate, Path key) {}
