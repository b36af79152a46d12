package coffer.blobs;

import coffer.base.ObjectId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where one installation keeps its content in a test. It can be told to fail, and what lies in it can be looked at and changed past everything
 * under test, as somebody would who has the disk or the bucket.
 *
 * <p>It is a directory, unless the system property {@value #PROPERTY} names a {@link Kind} of another module: so contracts of the core run on
 * other stores without knowing of them.
 */
public interface TestStore {
    /** Names a class that implements {@link Kind} and can be made without arguments. */
    String PROPERTY = "coffer.test.store";

    /** A kind of store, made once for all tests of a JVM. */
    interface Kind {
        /** The same directory always has the same objects, and no other has them. */
        TestStore in(Path data);
    }

    /** The store of the installation in this directory, of the kind that this run of the tests is about. */
    static TestStore in(Path data) {
        return TestStoreKind.CHOSEN.in(data);
    }

    /** Ready for use. Not to be closed. */
    BlobStore open();

    /**
     * From now on the operation of this number fails, counted from 1.
     *
     * @param onlyOnce whether all later ones succeed; otherwise they fail too
     */
    void failAt(int operation, boolean onlyOnce);

    /** What failures say from now on. */
    void failWith(String message);

    /** Whether the operation that was to fail has been reached. */
    boolean hasFailed();

    /** Nothing fails any more. */
    void recover();

    /** Operations that may fail while the first object of a store is stored which comes in so many pieces. */
    int stepsToStore(int pieces);

    /** The bytes of an object as they lie there. */
    byte[] bytes(ObjectId id);

    /** Puts other bytes in the place of an object. */
    void put(ObjectId id, byte[] bytes);

    /** Removes an object that is there. */
    void lose(ObjectId id);

    /** Puts something beside an object, or beside the place where it would be, whose name no object has. */
    void putForeign(ObjectId beside, String name);

    /** As a process leaves an object that is killed while it receives. */
    void leaveUnfinished(ObjectId id);

    /**
     * What was set aside as damaged.
     *
     * @throws IllegalStateException when one was set aside more than once
     */
    Map<ObjectId, byte[]> aside();

    /** How many objects have begun to arrive and are not kept. */
    int unfinished();

    /** Objects that one page of a listing has at most, if their names are far from each other. */
    int pageMax();

    /**
     * The objects that are there, in no particular order. Looking fails nothing and is no operation.
     *
     * @throws IllegalStateException when something else lies among them
     */
    List<ObjectId> ids();
}
