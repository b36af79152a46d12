package coffer.files;

import java.time.Instant;

/** One instruction of a PROPPATCH or an extended MKCOL, carried out in document order. */
public sealed interface PropertyChange {
    /** {@code DAV:lastmodified}. A time outside {@link FileTimes} is refused. */
    record SetModified(Instant time) implements PropertyChange {}

    /** {@code DAV:creationdate}, {@code nc:creation_time}. A time outside {@link FileTimes} is refused. */
    record SetCreated(Instant time) implements PropertyChange {}

    record SetDead(DeadProperty property) implements PropertyChange {}

    /** Removing what is not there succeeds (RFC 4918 § 14.23). */
    record RemoveDead(String namespace, String name) implements PropertyChange {}

    /** A live property that clients may not change; its presence fails all others. */
    record Protected(String namespace, String name) implements PropertyChange {}

    /** A value that the protocol could not read, such as a time in words; its presence fails all others. */
    record Unreadable(String namespace, String name) implements PropertyChange {}
}
