package coffer.systemtests.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a directory as a disk may show it after power was lost, from its state before and the log of what was done to it.
 *
 * <p>The model is stricter than any one file system in use, because POSIX promises no more:
 * <ul>
 *   <li>The content and size of a file are certain up to its last successful fsync, fdatasync or synchronous write. Each later write
 *       survives or not by sectors of 512 bytes, each later truncation on its own, in any combination.
 *   <li>A name in a directory (created, removed, replaced, linked) is certain once <em>that directory</em> was synced. Syncing a file
 *       does not make its name durable. Later changes of names survive or not, each on its own.
 *   <li>A rename within a directory is atomic. A rename between directories is two changes, one in each: with neither synced the file
 *       may be under both names or under none.
 *   <li>Bytes between surviving sectors that were never written read as zero. Modes survive at once. Times are not kept.
 * </ul>
 */
final class PowerLoss {

    private static final int SECTOR_BYTES = 512;

    /** A file or directory during its life; a number that is given again is another one. */
    private static final class Node {
        final boolean isDirectory;
        final @Nullable Path before;
        final Map<String, Node> entries = new TreeMap<>();
        final List<DiskLog.Operation> contentChanges = new ArrayList<>();
        final List<NameChange> nameChanges = new ArrayList<>();
        int permissions;
        long syncedUpTo;

        Node(boolean isDirectory, @Nullable Path before, int permissions) {
            this.isDirectory = isDirectory;
            this.before = before;
            this.permissions = permissions;
        }
    }

    /** What one call did to the names of one directory; null means that the name holds nothing any more. */
    private record NameChange(long at, Map<String, @Nullable Node> names) {}

    private final DiskLog log;
    private final Survival survival;
    private final Map<Long, Node> byInode = new HashMap<>();
    private final Node root;
    private final Map<Node, Path> written = new HashMap<>();
    private final Deque<Node> path = new ArrayDeque<>();

    /**
     * @param before the directory's state when the process started
     * @param inodes the numbers that its files and directories had in the directory the process worked in, by path in {@code before}
     */
    PowerLoss(Path before, Map<Path, Long> inodes, DiskLog log, Survival survival) throws IOException {
        this.log = log;
        this.survival = survival;
        this.root = learn(before, inodes);
    }

    private Node learn(Path file, Map<Path, Long> inodes) throws IOException {
        var inode = inodes.get(file);
        if (inode == null) {
            throw new IllegalStateException(file + " was not there when the process started");
        }
        int permissions = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
        var node = new Node(Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS), file, permissions);
        byInode.put(inode, node);
        if (node.isDirectory) {
            try (var children = Files.list(file)) {
                for (var child : (Iterable<Path>) children::iterator) {
                    node.entries.put(child.getFileName().toString(), learn(child, inodes));
                }
            }
        }
        return node;
    }

    /** Writes what survived into {@code target}, which must not exist. */
    void writeTo(Path target) throws IOException {
        for (var next = log.next(); next.isPresent(); next = log.next()) {
            follow(next.get());
        }
        write(root, target);
    }

    private void follow(DiskLog.Operation operation) {
        switch (operation) {
            case DiskLog.Write write ->
                node(write.inode(), operation).contentChanges.add(write);
            case DiskLog.Truncate truncate ->
                node(truncate.inode(), operation).contentChanges.add(truncate);
            case DiskLog.Sync sync -> {
                var node = node(sync.inode(), operation);
                node.syncedUpTo = Math.max(node.syncedUpTo, sync.covered());
            }
            case DiskLog.Create create -> {
                var child = new Node(create.isDirectory(), null, create.permissions());
                byInode.put(create.child(), child);
                name(create.directory(), operation, create.name(), child);
            }
            case DiskLog.Link link -> name(link.directory(), operation, link.name(), node(link.child(), operation));
            case DiskLog.Leave leave -> name(leave.directory(), operation, leave.name(), null);
            case DiskLog.Rename rename -> follow(rename);
            case DiskLog.Mode mode -> node(mode.inode(), operation).permissions = mode.permissions();
            case DiskLog.Forget forget -> byInode.remove(forget.inode());
            case DiskLog.Blind blind ->
                throw new IllegalStateException("the log cannot tell what became of the directory: " + blind.call());
        }
    }

    private void follow(DiskLog.Rename rename) {
        var child = node(rename.child(), rename);
        if (rename.fromDirectory() == rename.toDirectory()) {
            var both = new HashMap<String, @Nullable Node>();
            both.put(rename.from(), null);
            both.put(rename.to(), child);
            node(rename.toDirectory(), rename).nameChanges.add(new NameChange(rename.at(), both));
        } else {
            name(rename.toDirectory(), rename, rename.to(), child);
            name(rename.fromDirectory(), rename, rename.from(), null);
        }
    }

    private void name(long directory, DiskLog.Operation operation, String name, @Nullable Node child) {
        var names = new HashMap<String, @Nullable Node>();
        names.put(name, child);
        node(directory, operation).nameChanges.add(new NameChange(operation.at(), names));
    }

    private Node node(long inode, DiskLog.Operation operation) {
        var node = byInode.get(inode);
        if (node == null) {
            throw new IllegalStateException("the log never said where this file came from: " + operation);
        }
        return node;
    }

    private void write(Node node, Path target) throws IOException {
        if (path.contains(node)) {
            throw new IllegalStateException("the names that survived form a circle at " + target);
        }
        path.push(node);
        if (node.isDirectory) {
            Files.createDirectory(target);
            for (var entry : survivingNames(node).entrySet()) {
                write(entry.getValue(), target.resolve(entry.getKey()));
            }
        } else if (written.containsKey(node)) {
            Files.createLink(target, written.get(node));
        } else {
            writeContent(node, target);
            written.put(node, target);
        }
        Files.setPosixFilePermissions(target, permissions(node.permissions));
        path.pop();
    }

    private Map<String, Node> survivingNames(Node directory) {
        var names = new TreeMap<>(directory.entries);
        var luck = survival.ofOneFile();
        for (var change : directory.nameChanges) {
            if (change.at() < directory.syncedUpTo || luck.getAsBoolean()) {
                change.names().forEach((name, child) -> {
                    if (child == null) {
                        names.remove(name);
                    } else {
                        names.put(name, child);
                    }
                });
            }
        }
        return names;
    }

    private void writeContent(Node file, Path target) throws IOException {
        if (file.before == null) {
            Files.createFile(target);
        } else {
            Files.copy(file.before, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
        if (file.contentChanges.isEmpty()) {
            return;
        }
        var luck = survival.ofOneFile();
        try (var channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            for (var change : file.contentChanges) {
                boolean certain = change.at() < file.syncedUpTo;
                switch (change) {
                    case DiskLog.Write write -> write(write, certain ? () -> true : luck, channel);
                    case DiskLog.Truncate truncate -> {
                        if (certain || luck.getAsBoolean()) {
                            resize(channel, truncate.sizeBytes());
                        }
                    }
                    default -> throw new IllegalStateException("not a change of content: " + change);
                }
            }
        }
    }

    private void write(DiskLog.Write write, BooleanSupplier luck, FileChannel channel) throws IOException {
        long end = write.offset() + write.bytes();
        for (long from = write.offset(); from < end; ) {
            long to = Math.min(end, from - from % SECTOR_BYTES + SECTOR_BYTES);
            if (luck.getAsBoolean()) {
                var sector = log.read(write.payloadAt() + from - write.offset(), Math.toIntExact(to - from));
                while (sector.hasRemaining()) {
                    channel.write(sector, to - sector.remaining());
                }
            }
            from = to;
        }
    }

    private static void resize(FileChannel channel, long sizeBytes) throws IOException {
        if (sizeBytes <= channel.size()) {
            channel.truncate(sizeBytes);
        } else {
            channel.write(ByteBuffer.wrap(new byte[1]), sizeBytes - 1);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        var all = PosixFilePermission.values(); // OWNER_READ, OWNER_WRITE, … OTHERS_EXECUTE: the bits from 0400 down
        for (int i = 0; i < all.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }
}
