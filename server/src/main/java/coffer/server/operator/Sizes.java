package coffer.server.operator;

import coffer.base.Actor;
import coffer.blobs.ObjectSizes;
import coffer.blobs.Objects;
import coffer.db.Database;
import coffer.db.Recount;
import coffer.db.SizeFinding;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.files.PropertySizes;
import coffer.files.TreeSizes;
import coffer.trash.TrashSizes;
import coffer.uploads.UploadSizes;
import coffer.versions.VersionSizes;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Counts all sizes in the database anew, from the bottom to the top: what is stored, and then what names it. */
public final class Sizes {
    private final Database database;
    private final Objects objects;
    private final EventLog events;
    private final RandomGenerator random;

    public Sizes(Database database, Objects objects, EventLog events, RandomGenerator random) {
        this.database = database;
        this.objects = objects;
        this.events = events;
        this.random = random;
    }

    /**
     * Looks at everything, while nobody else writes.
     *
     * @param mend whether rows are put right, in batches with an event each, and not only named
     * @param found told of each size that is wrong or cannot be counted
     * @return how it ended
     * @throws coffer.keys.RootKeyAway when a key is needed that cannot be had; what was mended until then is so
     */
    public Recount count(boolean mend, Actor actor, Consumer<SizeFinding> found) {
        Recount recount = new Recount(database, mend, new Told(actor, found));
        ObjectSizes contents = new ObjectSizes(database, objects, recount);
        contents.count();
        new PropertySizes(database, recount).count();
        TreeSizes trees = new TreeSizes(database, recount, contents, random);
        trees.count();
        new TrashSizes(database, recount, trees).count();
        new VersionSizes(database, recount, contents).count();
        new UploadSizes(database, recount, contents).count();
        return recount;
    }

    private final class Told implements Recount.Told {
        private final Actor actor;
        private final Consumer<SizeFinding> finding;

        Told(Actor actor, Consumer<SizeFinding> finding) {
            this.actor = actor;
            this.finding = finding;
        }

        @Override
        public void found(SizeFinding found) {
            finding.accept(found);
        }

        @Override
        public void mending(Transaction tx, String table, int rows) {
            events.append(
                    tx,
                    Event.ok(EventType.SIZES_MENDED, actor, new Target("table", table, "", ""))
                            .with("rows", Integer.toString(rows)));
        }
    }
}
