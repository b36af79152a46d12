package coffer.audit;

import coffer.events.CanonicalJson;
import coffer.events.Cursor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit log: the envelope of an event, its number in the chain, the hash of the entry before it, and its
 * own hash.
 *
 * @param members all of the entry but {@code hash}; nested objects are maps again
 * @param hash as the entry states it; {@link #intact} says whether it is right
 */
public record AuditEntry(
        SortedMap<String, Object> members,
        long seq,
        String chain,
        Instant time,
        String type,
        Digest prev,
        Digest hash) {
    private static final byte[] CONTEXT = "coffer-audit-v1".getBytes(StandardCharsets.UTF_8);

    public AuditEntry {
        members = Collections.unmodifiableSortedMap(members);
    }

    /**
     * Makes the next entry of a chain.
     *
     * @param body the envelope as events are stored: canonical JSON without place, time and type
     * @param event the place of the event; null for most of what the audit log itself has to say
     */
    static AuditEntry next(
            String chain, long seq, Digest prev, @Nullable Cursor event, Instant time, String type, String body) {
        SortedMap<String, Object> members = CanonicalJson.parse(body);
        members.put("chain", chain);
        members.put("seq", seq);
        members.put("prev", prev.hex());
        members.put("time", CanonicalLine.time(time));
        members.put("type", type);
        if (event != null) {
            members.put("event", event.toString());
        }
        return new AuditEntry(members, seq, chain, time, type, prev, hash(prev, CanonicalLine.write(members)));
    }

    /** Reads a line without its line feed. */
    static AuditEntry parse(byte[] line) throws MalformedLine {
        SortedMap<String, Object> members = CanonicalLine.read(line);
        Digest hash = CanonicalLine.digest(members, "hash");
        members.remove("hash");
        AuditEntry entry = new AuditEntry(
                members,
                CanonicalLine.number(members, "seq"),
                CanonicalLine.text(members, "chain"),
                CanonicalLine.time(members, "time"),
                CanonicalLine.text(members, "type"),
                CanonicalLine.digest(members, "prev"),
                hash);
        try {
            entry.event();
        } catch (IllegalArgumentException e) {
            throw new MalformedLine("its event is " + e.getMessage(), e);
        }
        return entry;
    }

    private static Digest hash(Digest prev, byte[] canonical) {
        return Digest.over(CONTEXT, prev.bytes(), canonical);
    }

    /** Whether content and hash belong together. */
    public boolean intact() {
        return hash(prev, CanonicalLine.write(members)).equals(hash);
    }

    /** The whole entry as the line that stands in the file, without its line feed. */
    public String line() {
        SortedMap<String, Object> whole = new TreeMap<>(members);
        whole.put("hash", hash.hex());
        return CanonicalJson.write(whole);
    }

    /** Up to where the event log is in the chain after this entry; null when the entry does not change that. */
    @Nullable
    Cursor event() {
        return members.get("event") instanceof String event ? Cursor.parse(event) : null;
    }

    /** The day in UTC on which the act took place. */
    LocalDate day() {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** {@code ok}, {@code denied} or {@code error}. */
    public String outcome() {
        return part("outcome");
    }

    /** Why it was refused or failed; empty when it succeeded. */
    public String reason() {
        return part("reason");
    }

    /** User id of who did it, or the name of the background work; empty for somebody who was not signed in. */
    public String actor() {
        return part("actor", "uid");
    }

    /** Network address of the request; {@code local} for commands and background work. */
    public String address() {
        return part("source", "address");
    }

    /** Where it happened in the owner's home, or else the id of what it was about; may be empty. */
    public String target() {
        String path = part("target", "path");
        return path.isEmpty() ? part("target", "id") : path;
    }

    /** Whose file or account it was about; may be empty. */
    public String owner() {
        return part("target", "owner");
    }

    private String part(String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    private String part(String object, String name) {
        return members.get(object) instanceof SortedMap<?, ?> inner && inner.get(name) instanceof String text
                ? text
                : "";
    }
}
