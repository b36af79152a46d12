package coffer.backup;

import coffer.base.ObjectId;
import coffer.blobs.StoredForm;
import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;

/** Puts many small objects together into few pieces. For one thread. */
final class Packs {
    /** A pack is stored when it would have more with the next object. */
    static final int PACK_BYTES = 1024 * 1024;

    private final Pieces pieces;
    private final Supplier<ObjectId> newId;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private ObjectId id;

    Packs(Pieces pieces, Supplier<ObjectId> newId) {
        this.pieces = pieces;
        this.newId = newId;
        this.id = newId.get();
    }

    ObjectEntry add(StoredForm form, byte[] bytes) {
        if (content.size() > 0 && content.size() + bytes.length > PACK_BYTES) {
            end();
        }
        ObjectEntry entry = ObjectEntry.inPack(form, id, content.size());
        content.writeBytes(bytes);
        return entry;
    }

    /** Stores what is left. */
    void end() {
        if (content.size() > 0) {
            pieces.putAs(id, content.toByteArray());
            content.reset();
            id = newId.get();
        }
    }
}
