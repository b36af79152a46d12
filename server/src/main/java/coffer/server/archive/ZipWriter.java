package coffer.server.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A ZIP archive as a stream. The list at its end waits in a {@link Spool}; Commons Compress keeps an object for each entry instead, which
 * for a million files is more than the heap (docs/decisions/0018-archives.md).
 */
final class ZipWriter implements ArchiveWriter {
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LOCATOR = 0x07064b50;

    /** Of the record {@link #END_64}, without its signature and this number. */
    private static final long END_64_BYTES = 44;

    private static final int ENDS_BYTES_MAX = 128;
    private static final int MAX_16 = 0xFFFF;

    private final Counted out;
    private final Spool directory;
    private long entries;

    ZipWriter(OutputStream out, Spool directory) {
        this.out = new Counted(out);
        this.directory = directory;
    }

    @Override
    public void folder(String path, Instant modified) throws IOException {
        ZipRecord record = new ZipRecord(name(path), true, modified, 0, out.position, 0);
        out.write(record.localHeader());
        list(record);
    }

    @Override
    public void file(String path, Instant modified, long sizeBytes, Content content) throws IOException {
        ZipRecord record = new ZipRecord(name(path), false, modified, sizeBytes, out.position, 0);
        out.write(record.localHeader());
        if (record.hasContent()) {
            StoredBlocks blocks = new StoredBlocks(out, sizeBytes);
            content.transfer(blocks);
            record = record.withCrc(blocks.end());
            out.write(record.descriptor());
        }
        list(record);
    }

    private static byte[] name(String path) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length > ZipRecord.NAME_BYTES_MAX) {
            throw new IOException("A path is longer than an archive can hold.");
        }
        return name;
    }

    private void list(ZipRecord record) throws IOException {
        directory.add(record.centralHeader());
        entries++;
    }

    @Override
    public void end() throws IOException {
        long begin = out.position;
        directory.transferTo(out);
        long end = out.position;
        ByteBuffer ends = ZipRecord.little(ENDS_BYTES_MAX);
        if (entries >= MAX_16 || directory.bytes() >= ZipRecord.MAX_32 || begin >= ZipRecord.MAX_32) {
            ends.putInt(END_64).putLong(END_64_BYTES);
            ends.putShort((short) ZipRecord.MADE_BY).putShort((short) ZipRecord.VERSION_ZIP64);
            ends.putInt(0).putInt(0);
            ends.putLong(entries).putLong(entries).putLong(directory.bytes()).putLong(begin);
            ends.putInt(END_64_LOCATOR).putInt(0).putLong(end).putInt(1);
        }
        short count = (short) Math.min(entries, MAX_16);
        ends.putInt(END).putShort((short) 0).putShort((short) 0);
        ends.putShort(count).putShort(count);
        ends.putInt((int) Math.min(directory.bytes(), ZipRecord.MAX_32));
        ends.putInt((int) Math.min(begin, ZipRecord.MAX_32));
        ends.putShort((short) 0);
        out.write(ends.flip());
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }

    /** Knows how many bytes went through. */
    private static final class Counted extends OutputStream {
        private final OutputStream out;
        private long position;

        Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }

        void write(ByteBuffer whole) throws IOException {
            byte[] bytes = new byte[whole.remaining()];
            whole.get(bytes);
            write(bytes);
        }
    }
}
