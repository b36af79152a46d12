package coffer.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The three things that can fail while an audit file grows; tests make them fail. */
interface Disk {
    Disk REAL = new Disk() {
        @Override
        public void write(FileChannel file, ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }

        @Override
        public void sync(FileChannel file) throws IOException {
            file.force(true);
        }

        @Override
        public void truncate(FileChannel file, long bytes) throws IOException {
            file.truncate(bytes);
        }
    };

    /** Writes all bytes at the file's position. */
    void write(FileChannel file, ByteBuffer bytes) throws IOException;

    void sync(FileChannel file) throws IOException;

    void truncate(FileChannel file, long bytes) throws IOException;
}
