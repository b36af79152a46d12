package coffer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The disk, until its n-th operation, which fails. Unless it is told to recover, every later one fails too, as on a disk
 * that is gone; removing files fails with the rest, so that nobody relies on being able to clean up.
 */
public final class FailingDisk implements Disk {
    private final Disk disk = new RealDisk();
    private final List<String> done = new ArrayList<>();
    private String message = "Input/output error";
    private int failAt = Integer.MAX_VALUE;
    private boolean onlyOnce;

    /** From now on the operation of this number fails, counted from 1. */
    public void failAt(int operation, boolean onlyOnce) {
        done.clear();
        failAt = operation;
        this.onlyOnce = onlyOnce;
    }

    public void failWith(String text) {
        message = text;
    }

    public void recover() {
        done.clear();
        failAt = Integer.MAX_VALUE;
    }

    /** Names of the operations since the last call of {@link #failAt} or {@link #recover}, in order. */
    public List<String> done() {
        return List.copyOf(done);
    }

    /** Whether the operation that was to fail has been reached. */
    public boolean hasFailed() {
        return done.size() >= failAt;
    }

    private void step(String operation) throws IOException {
        done.add(operation);
        if (onlyOnce ? done.size() == failAt : done.size() >= failAt) {
            throw new IOException(message);
        }
    }

    @Override
    public NewFile create(Path file) throws IOException {
        step("create");
        return new FailingFile(disk.create(file));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step("rename");
        disk.rename(from, to);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        step("makeDirectory");
        disk.makeDirectory(directory);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        step("forceDirectory");
        disk.forceDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        step("delete");
        disk.delete(file);
    }

    private final class FailingFile implements NewFile {
        private final NewFile file;

        FailingFile(NewFile file) {
            this.file = file;
        }

        /** A failing write leaves half of its bytes behind. */
        @Override
        public void write(ByteBuffer bytes) throws IOException {
            try {
                step("write");
            } catch (IOException e) {
                file.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
                throw e;
            }
            file.write(bytes);
        }

        @Override
        public void force() throws IOException {
            step("force");
            file.force();
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
