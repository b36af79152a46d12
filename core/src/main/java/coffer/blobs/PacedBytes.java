package coffer.blobs;

import coffer.keys.SealBroken;

/** Bytes that are read no faster than a pacer lets them. */
record PacedBytes(SealedBytes source, Pacer pacer) implements SealedBytes {
    @Override
    public long length() {
        return source.length();
    }

    @Override
    public void read(long position, byte[] target, int at, int count) throws SealBroken {
        pacer.take(count);
        source.read(position, target, at, count);
    }

    @Override
    public void close() {
        source.close();
    }
}
