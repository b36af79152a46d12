package coffer.files;

import coffer.db.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What a list of property changes comes to, carried out in its order: worked out first, so that either all of it is
 * written or nothing (RFC 4918 § 9.2).
 */
final class PropertyPlan {
    private final List<PropertyOutcome> outcomes = new ArrayList<>();
    private final Map<Properties.Name, Optional<DeadProperty>> dead = new LinkedHashMap<>();
    private final Map<Properties.Name, Long> sizes;
    private long bytes;
    private @Nullable Instant modified;
    private @Nullable Instant created;

    private PropertyPlan(Map<Properties.Name, Long> sizes) {
        this.sizes = sizes;
        this.bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Refused when one of the changes cannot be made. */
    static PropertyPlan of(Session session, Node node, List<PropertyChange> changes) throws SQLException {
        Map<Properties.Name, Long> sizes =
                node.propertyBytes() == 0 ? new HashMap<>() : Properties.sizes(session, node.id());
        PropertyPlan plan = new PropertyPlan(sizes);
        for (PropertyChange change : changes) {
            plan.outcomes.add(new PropertyOutcome(change, plan.take(change)));
        }
        if (plan.outcomes.stream().anyMatch(outcome -> outcome.verdict() != PropertyOutcome.Verdict.DONE)) {
            throw new Refused(new Refusal.PropertiesRefused(
                    plan.outcomes.stream().map(PropertyPlan::besideAFailure).toList()));
        }
        return plan;
    }

    /** One for each change, all done. */
    List<PropertyOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Writes the dead properties, and returns the node with the times it is to have; those the caller writes. */
    Node write(Changes changes, Session tx, Node node) throws SQLException {
        for (Map.Entry<Properties.Name, Optional<DeadProperty>> entry : dead.entrySet()) {
            if (entry.getValue().isPresent()) {
                Properties.set(tx, node.id(), entry.getValue().get());
            } else {
                Properties.remove(tx, node.id(), entry.getKey());
            }
        }
        if (bytes != node.propertyBytes()) {
            Nodes.propertyBytes(tx, node.id(), bytes);
        }
        return modified == null && created == null
                ? node
                : node.withTimes(
                        changes.newTag(),
                        modified == null ? node.modifiedUs() : FileTimes.micros(modified),
                        created == null ? node.createdUs() : FileTimes.micros(created));
    }

    /** The names of what changes, for the event. */
    String names() {
        StringJoiner names = new StringJoiner(" ");
        if (modified != null) {
            names.add("modified");
        }
        if (created != null) {
            names.add("created");
        }
        dead.keySet().forEach(name -> names.add("{" + name.namespace() + "}" + name.name()));
        return names.toString();
    }

    private PropertyOutcome.Verdict take(PropertyChange change) {
        if (outcomes.size() >= DeadProperty.PER_FILE_MAX) {
            return PropertyOutcome.Verdict.INSUFFICIENT_STORAGE;
        }
        return switch (change) {
            case PropertyChange.SetModified(Instant time) -> {
                modified = time;
                yield storable(time);
            }
            case PropertyChange.SetCreated(Instant time) -> {
                created = time;
                yield storable(time);
            }
            case PropertyChange.SetDead(DeadProperty property) -> set(property);
            case PropertyChange.RemoveDead(String namespace, String name) -> {
                Properties.Name key = new Properties.Name(namespace, name);
                dead.put(key, Optional.empty());
                Long removed = sizes.remove(key);
                bytes -= removed == null ? 0 : removed;
                yield PropertyOutcome.Verdict.DONE;
            }
            case PropertyChange.Protected _ -> PropertyOutcome.Verdict.FORBIDDEN;
            case PropertyChange.Unreadable _ -> PropertyOutcome.Verdict.CONFLICT;
        };
    }

    private PropertyOutcome.Verdict set(DeadProperty property) {
        if (!property.wellFormed()) {
            return PropertyOutcome.Verdict.CONFLICT;
        }
        if (!property.withinLimits()) {
            return PropertyOutcome.Verdict.INSUFFICIENT_STORAGE;
        }
        Properties.Name key = new Properties.Name(property.namespace(), property.name());
        Long before = sizes.put(key, property.bytes());
        bytes += property.bytes() - (before == null ? 0 : before);
        dead.put(key, Optional.of(property));
        return sizes.size() > DeadProperty.PER_FILE_MAX || bytes > DeadProperty.PER_FILE_BYTES_MAX
                ? PropertyOutcome.Verdict.INSUFFICIENT_STORAGE
                : PropertyOutcome.Verdict.DONE;
    }

    private static PropertyOutcome.Verdict storable(Instant time) {
        return FileTimes.storable(time) ? PropertyOutcome.Verdict.DONE : PropertyOutcome.Verdict.CONFLICT;
    }

    private static PropertyOutcome besideAFailure(PropertyOutcome outcome) {
        return outcome.verdict() == PropertyOutcome.Verdict.DONE
                ? new PropertyOutcome(outcome.change(), PropertyOutcome.Verdict.FAILED_DEPENDENCY)
                : outcome;
    }
}
