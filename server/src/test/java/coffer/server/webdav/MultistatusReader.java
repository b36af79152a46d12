package coffer.server.webdav;

import coffer.server.http.RawClient.Answer;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Reads a multistatus the way the iOS client does: by the literal prefixed names, without looking at namespaces. A
 * document that is not well-formed, or uses other prefixes, does not pass.
 */
record MultistatusReader(List<Part> parts) {

    /**
     * One response element.
     *
     * @param statuses the status lines of its propstats, in order
     * @param found the properties of the 200 propstat, by prefixed name
     * @param missing the names in the 404 propstat
     * @param propstats all properties by status number
     */
    record Part(
            String href,
            List<String> statuses,
            Map<String, Element> found,
            Set<String> missing,
            Map<Integer, Map<String, Element>> propstats) {
        /** The text inside a property of the 200 propstat. */
        String text(String property) {
            return element(property).getTextContent();
        }

        /** The names in the propstat with this status; none without such a propstat. */
        Set<String> names(int status) {
            return propstats.getOrDefault(status, Map.of()).keySet();
        }

        Element element(String property) {
            return Optional.ofNullable(found.get(property))
                    .orElseThrow(() -> new AssertionError(href + " has no " + property + " in " + found.keySet()));
        }
    }

    static MultistatusReader of(Answer answer) {
        if (answer.status() != 207) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        if (!answer.header("Content-Type").equals("application/xml; charset=utf-8")) {
            throw new AssertionError("content type " + answer.header("Content-Type"));
        }
        return of(answer.body());
    }

    static MultistatusReader of(byte[] xml) {
        Element root = root(xml);
        require(root, "d:multistatus");
        List<Part> parts = new ArrayList<>();
        for (Element response : children(root)) {
            require(response, "d:response");
            parts.add(part(response));
        }
        return new MultistatusReader(parts);
    }

    static Element root(byte[] xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(false);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(new String(xml, java.nio.charset.StandardCharsets.UTF_8), e);
        }
    }

    private static Part part(Element response) {
        String href = "";
        List<String> statuses = new ArrayList<>();
        Map<Integer, Map<String, Element>> propstats = new LinkedHashMap<>();
        for (Element child : children(response)) {
            if (child.getTagName().equals("d:href")) {
                href = child.getTextContent();
            } else if (child.getTagName().equals("d:propstat")) {
                List<Element> inside = children(child);
                require(inside.get(0), "d:prop");
                require(inside.get(1), "d:status");
                String status = inside.get(1).getTextContent();
                statuses.add(status);
                Map<String, Element> properties = new LinkedHashMap<>();
                children(inside.get(0)).forEach(property -> properties.put(property.getTagName(), property));
                if (propstats.put(Integer.parseInt(status.substring(9, 12)), properties) != null) {
                    throw new AssertionError("two propstats with the status " + status);
                }
            }
        }
        return new Part(
                href,
                statuses,
                propstats.getOrDefault(200, Map.of()),
                propstats.getOrDefault(404, Map.of()).keySet(),
                propstats);
    }

    static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static void require(Element element, String name) {
        if (!element.getTagName().equals(name)) {
            throw new AssertionError("expected " + name + ", found " + element.getTagName());
        }
    }

    Part first() {
        return parts.getFirst();
    }

    Part at(String href) {
        return parts.stream()
                .filter(part -> part.href().equals(href))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + href + " in " + hrefs()));
    }

    List<String> hrefs() {
        return parts.stream().map(Part::href).toList();
    }
}
