package coffer.server.webdav;

/**
 * What tells this installation from others, and from itself before a restore.
 *
 * @param instanceId the end of every {@code oc:id}
 * @param dataFingerprint {@code oc:data-fingerprint} of the root: empty until the installation was restored from a backup
 */
public record Identity(String instanceId, String dataFingerprint) {}
