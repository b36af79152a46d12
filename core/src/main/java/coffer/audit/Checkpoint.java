package coffer.audit;

import coffer.events.CanonicalJson;
import coffer.events.Cursor;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A signed statement about the chain: up to here it was so. Who keeps one elsewhere can prove later that nothing before
 * it was altered, removed or inserted, whoever controls the machine.
 *
 * @param counter 1, 2, 3 …
 * @param first number of the first entry under {@code root}
 * @param last number of the last one
 * @param head hash of the last one
 * @param root Merkle root (RFC 6962) over the hashes of these entries
 * @param event up to where the event log is in the chain
 * @param segment the day whose file holds the last entry
 * @param bytes length of that file up to and including the last entry, from where a reader may go on
 * @param prev SHA-256 of the line of the checkpoint before, zero for the first
 */
record Checkpoint(
        String chain,
        long counter,
        long first,
        long last,
        Digest head,
        Digest root,
        Cursor event,
        LocalDate segment,
        long bytes,
        Digest prev,
        Instant time,
        AuditPublicKey key) {
    private static final String CONTEXT = "coffer-audit-checkpoint-v1";
    private static final long VERSION = 1;

    /**
     * A checkpoint with its signature, as a line of the file.
     *
     * @param hash SHA-256 of the line without its line feed, which the next checkpoint names
     */
    record Signed(Checkpoint checkpoint, String line, Digest hash, String signature) {
        /** Whether the key that the checkpoint names has signed it. */
        boolean genuine() {
            return checkpoint.key.verifies(checkpoint.message(), signature);
        }
    }

    Signed sign(AuditKey key) {
        SortedMap<String, Object> members = members();
        String signature = key.sign(message());
        members.put("signature", signature);
        String line = CanonicalJson.write(members);
        return new Signed(this, line, Digest.over(line), signature);
    }

    static Signed parse(byte[] line) throws MalformedLine {
        SortedMap<String, Object> members = CanonicalLine.read(line);
        String signature = CanonicalLine.text(members, "signature");
        Checkpoint checkpoint;
        try {
            checkpoint = new Checkpoint(
                    CanonicalLine.text(members, "chain"),
                    CanonicalLine.number(members, "counter"),
                    CanonicalLine.number(members, "first"),
                    CanonicalLine.number(members, "last"),
                    CanonicalLine.digest(members, "head"),
                    CanonicalLine.digest(members, "root"),
                    Cursor.parse(CanonicalLine.text(members, "event")),
                    LocalDate.parse(CanonicalLine.text(members, "segment")),
                    CanonicalLine.number(members, "bytes"),
                    CanonicalLine.digest(members, "prev"),
                    CanonicalLine.time(members, "time"),
                    new AuditPublicKey(CanonicalLine.text(members, "key")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedLine("a member has another form", e);
        }
        SortedMap<String, Object> expected = checkpoint.members();
        expected.put("signature", signature);
        if (!expected.equals(members)) {
            throw new MalformedLine("it has other members");
        }
        return new Signed(checkpoint, new String(line, StandardCharsets.UTF_8), Digest.over(line), signature);
    }

    private byte[] message() {
        return (CONTEXT + CanonicalJson.write(members())).getBytes(StandardCharsets.UTF_8);
    }

    private SortedMap<String, Object> members() {
        SortedMap<String, Object> members = new TreeMap<>();
        members.put("v", VERSION);
        members.put("chain", chain);
        members.put("counter", counter);
        members.put("first", first);
        members.put("last", last);
        members.put("head", head.hex());
        members.put("root", root.hex());
        members.put("event", event.toString());
        members.put("segment", segment.toString());
        members.put("bytes", bytes);
        members.put("prev", prev.hex());
        members.put("time", CanonicalLine.time(time));
        members.put("key", key.hex());
        return members;
    }
}
