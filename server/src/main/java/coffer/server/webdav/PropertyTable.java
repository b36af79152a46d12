package coffer.server.webdav;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The live properties of one kind of resource. Immutable. */
final class PropertyTable<R> {

    /** Namespaces that belong to standards and to this server: nobody may keep properties of their own there. */
    private static final Set<String> RESERVED =
            Set.of(XmlName.DAV, XmlName.SABRE, XmlName.OC, XmlName.NC, XmlName.OCS, XmlName.OCM);

    private final Map<XmlName, LiveProperty<R>> properties;

    PropertyTable(List<LiveProperty<R>> properties) {
        Map<XmlName, LiveProperty<R>> byName = new LinkedHashMap<>();
        properties.forEach(property -> byName.put(property.name(), property));
        this.properties = byName;
    }

    Optional<LiveProperty<R>> find(XmlName name) {
        return Optional.ofNullable(properties.get(name));
    }

    /** All of them, in the order of the table. */
    List<LiveProperty<R>> all() {
        return List.copyOf(properties.values());
    }

    /** Whether a client may store a dead property of this name. */
    static boolean storable(XmlName name) {
        return !RESERVED.contains(name.namespace());
    }
}
