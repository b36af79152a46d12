package coffer.server;

import coffer.base.Actor;
import coffer.base.ObjectId;
import coffer.base.SpaceId;
import coffer.blobs.BlobReports;
import coffer.db.Transaction;
import coffer.events.Event;
import coffer.events.EventLog;
import coffer.events.EventType;
import coffer.events.Target;
import coffer.keys.KeyReports;
import java.util.UUID;

/** Writes what keys and content have to tell into the event log. */
final class BlobEvents implements KeyReports, BlobReports {
    private static final Actor KEYS = Actor.system("keys");
    private static final Actor CONTENT = Actor.system("content");

    private final EventLog events;

    BlobEvents(EventLog events) {
        this.events = events;
    }

    @Override
    public void rootKeyMade(UUID root) {
        events.append(Event.ok(EventType.KEYS_ROOT_CREATED, KEYS, target("root_key", root.toString())));
    }

    @Override
    public void spaceKeyMade(Transaction tx, SpaceId space, String key) {
        Target target = target("space", Long.toString(space.value()));
        events.append(
                tx, Event.ok(EventType.KEYS_SPACE_KEY_CREATED, KEYS, target).with("key", key));
    }

    @Override
    public void rootKeyRotated(UUID before, UUID now) {
        events.append(Event.ok(EventType.KEYS_ROOT_ROTATED, KEYS, target("root_key", now.toString()))
                .with("before", before.toString()));
    }

    @Override
    public void spaceKeyRetired(Transaction tx, SpaceId space, String key, boolean destroyed) {
        EventType type = destroyed ? EventType.KEYS_SPACE_KEY_DESTROYED : EventType.KEYS_SPACE_KEY_RETIRED;
        events.append(
                tx,
                Event.ok(type, KEYS, target("space", Long.toString(space.value())))
                        .with("key", key));
    }

    @Override
    public void ringWritten(long generation, int keys) {
        Target target = target("key_ring", Long.toString(generation));
        events.append(Event.ok(EventType.KEYS_RING_WRITTEN, KEYS, target).with("keys", Integer.toString(keys)));
    }

    @Override
    public void damaged(ObjectId object, String reason) {
        events.append(Event.error(EventType.OBJECT_DAMAGED, CONTENT, target(object), reason));
    }

    @Override
    public void repaired(ObjectId object) {
        events.append(Event.ok(EventType.OBJECT_REPAIRED, CONTENT, target(object)));
    }

    @Override
    public void missing(ObjectId object) {
        events.append(Event.error(EventType.OBJECT_MISSING, CONTENT, target(object), "no row knows it"));
    }

    private static Target target(ObjectId object) {
        return target("object", object.toString());
    }

    private static Target target(String kind, String id) {
        return new Target(kind, id, "", "");
    }
}
