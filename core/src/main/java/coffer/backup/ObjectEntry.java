package coffer.backup;

import coffer.base.ObjectId;
import coffer.blobs.StoredForm;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a snapshot has the bytes of an object: under its id in the store, or in a pack with others that were in the database. Does not change. */
final class ObjectEntry {
    private static final int VALUES = 6;

    private final StoredForm form;
    private final @Nullable ObjectId pack;
    private final long offset;

    private ObjectEntry(StoredForm form, @Nullable ObjectId pack, long offset) {
        this.form = form;
        this.pack = pack;
        this.offset = offset;
    }

    static ObjectEntry inStore(StoredForm form) {
        return new ObjectEntry(form, null, 0);
    }

    static ObjectEntry inPack(StoredForm form, ObjectId pack, long offset) {
        return new ObjectEntry(form, pack, offset);
    }

    StoredForm form() {
        return form;
    }

    /** The pack; empty when it is in the store. */
    Optional<ObjectId> pack() {
        return Optional.ofNullable(pack);
    }

    /** Its bytes in the content of its pack. */
    byte[] cut(byte[] content) {
        long end = offset + form.bytes();
        if (offset < 0 || form.bytes() < 0 || end > content.length) {
            throw new BackupRefused("Pack " + pack + " of the backup ends before object " + form.id() + ".");
        }
        return Arrays.copyOfRange(content, (int) offset, (int) end);
    }

    byte[] encode() {
        return Values.encode(Arrays.asList(
                form.id().bytes(),
                form.bytes(),
                form.check(),
                form.inlineRow().orElse(null),
                pack == null ? null : pack.bytes(),
                offset));
    }

    static ObjectEntry decode(byte[] record) {
        List<@Nullable Object> values = Values.decode(record);
        if (values.size() != VALUES
                || !(values.get(0) instanceof byte[] id)
                || !(values.get(1) instanceof Long bytes)
                || !(values.get(2) instanceof byte[] check)
                || !(values.get(5) instanceof Long offset)) {
            throw new BackupRefused("The list of objects in the backup cannot be read: a newer program has made it.");
        }
        StoredForm form = StoredForm.of(ObjectId.of(id), bytes, check, (Long) values.get(3));
        return new ObjectEntry(form, values.get(4) instanceof byte[] pack ? ObjectId.of(pack) : null, offset);
    }

    /** As the database sorts ids. */
    static int compare(ObjectId one, ObjectId other) {
        return Arrays.compareUnsigned(one.bytes(), other.bytes());
    }
}
