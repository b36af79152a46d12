package coffer.systemtests.walls.crossed.e2ee;

/** Stands for the library of end-to-end cryptography. */
public final class FolderKey {
    private FolderKey() {}
}
