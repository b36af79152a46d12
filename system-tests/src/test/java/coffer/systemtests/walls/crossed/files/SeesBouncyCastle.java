package coffer.systemtests.walls.crossed.files;

import org.bouncycastle.crypto.Digest;

/** Crosses the wall of cryptography. */
public final class SeesBouncyCastle {
    int size(Digest digest) {
        return digest.getDigestSize();
    }
}
