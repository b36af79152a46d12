package coffer.server.doctor;

import coffer.server.http.PublicAddress;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether the address leads to a server at all, by the ways that clients take. */
final class AddressLook {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Visitor visitor;

    AddressLook(Visitor visitor) {
        this.visitor = visitor;
    }

    /** Empty when a server answers as clients expect, so that looking further makes sense. */
    Optional<Finding> unreachable() {
        try {
            Answer status = visitor.get("/status.php");
            if (REDIRECTS.contains(status.status())) {
                return Optional.of(Finding.wrong("The address redirects to "
                        + status.header("Location").orElse("nowhere")
                        + "; url should name the one that needs no redirect."));
            }
            return installed(status)
                    ? Optional.empty()
                    : Optional.of(Finding.wrong("What answers there is no server that sync clients know (status "
                            + status.status() + " for /status.php)."));
        } catch (IOException e) {
            return Optional.of(Finding.wrong("Nothing answers there: " + e));
        }
    }

    private static boolean installed(Answer status) {
        try {
            JsonNode json = JsonMapper.shared().readTree(status.body());
            return status.status() == 200 && json.path("installed").asBoolean(false);
        } catch (JacksonException _) {
            return false;
        }
    }

    List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine("A server answers as sync clients expect."));
        withoutTls().ifPresent(findings::add);
        int dav = visitor.ask("PROPFIND", "/remote.php/dav/files/", "", "Depth", "0")
                .status();
        findings.add(Finding.of(
                dav == 401,
                "WebDAV gets through, and asks for a sign-in.",
                "PROPFIND without credentials is answered with " + dav
                        + " instead of 401: a proxy that does not pass WebDAV on, or lets everybody in."));
        return findings;
    }

    /** What is said to those who type the address without https. */
    private Optional<Finding> withoutTls() {
        PublicAddress url = visitor.url();
        if (!url.secure()) {
            return Optional.of(Finding.wrong(
                    "The address has no TLS: passwords and files can be read on their way. Anywhere but on this machine"
                            + " that is not to be done."));
        }
        if (url.authority().matches(".*:\\d+")) {
            return Optional.empty();
        }
        URI plain = URI.create("http://" + url.authority() + url.path() + "/status.php");
        try {
            Answer answer = visitor.ask(plain, "GET", "");
            String location = answer.header("Location").orElse("");
            boolean leads = REDIRECTS.contains(answer.status()) && location.startsWith("https://" + url.authority());
            return Optional.of(Finding.of(
                    leads,
                    "Without https people are sent to https.",
                    "Without https the address answers with " + answer.status() + " instead of sending people to "
                            + url.base() + "."));
        } catch (IOException _) {
            return Optional.of(Finding.fine("Without https nobody answers."));
        }
    }
}
