package coffer.server.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Harmless forms of what attackers try first. */
final class AttackLook {
    private static final String EVIL = "evil.invalid";

    /** Where careless servers leave what nobody should read. */
    private static final List<String> HIDDEN = List.of(
            "/coffer.db",
            "/coffer.conf",
            "/keys/root.key",
            "/data/coffer.db",
            "/config/config.php",
            "/.git/config",
            "/.env",
            "/.htaccess");

    private final Visitor visitor;
    private final Trust trust;

    AttackLook(Visitor visitor, Trust trust) {
        this.visitor = visitor;
        this.trust = trust;
    }

    List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(foreignHost());
        findings.add(openRedirect());
        findings.add(forgedForm());
        findings.add(foreignScripts());
        findings.add(echo());
        findings.add(hidden());
        return findings;
    }

    /** A request for another name must not put that name into an answer: links in mails are made of it. */
    private Finding foreignHost() throws IOException {
        String request = "POST " + visitor.url().path() + "/index.php/login/v2 HTTP/1.1\r\nHost: " + EVIL
                + "\r\nX-Forwarded-Host: " + EVIL
                + "\r\nUser-Agent: coffer doctor\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        boolean believed = new RawExchange(visitor.url(), trust).text(request).contains(EVIL);
        return Finding.of(
                !believed,
                "A host that a request makes up does not appear in the answer.",
                "The answer to a request for the host " + EVIL + " names that host: addresses that clients are sent to"
                        + " can be forged.");
    }

    private Finding openRedirect() throws IOException {
        for (String path : List.of(
                "/login?redirect_url=https://" + EVIL + "/",
                "/login?direct=1&url=//" + EVIL,
                "/index.php//" + EVIL + "/",
                "/logout?to=https://" + EVIL + "/")) {
            boolean sent = visitor.get(path).all("Location").stream().anyMatch(to -> to.contains(EVIL));
            if (sent) {
                return Finding.wrong("The address " + path + " sends people to another site.");
            }
        }
        return Finding.fine("Nobody is redirected to another site.");
    }

    private Finding forgedForm() throws IOException {
        int status = visitor.ask(
                        "POST",
                        "/login",
                        "user=nobody&password=nothing",
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Origin",
                        "https://" + EVIL,
                        "Sec-Fetch-Site",
                        "cross-site")
                .status();
        return Finding.of(
                status == 403,
                "A form of another site is refused.",
                "A form of another site is answered with " + status + " instead of 403.");
    }

    /** Whether scripts of other sites may read what a signed-in browser may. */
    private Finding foreignScripts() throws IOException {
        for (String path : List.of("/ocs/v2.php/cloud/user", "/remote.php/dav/")) {
            Answer answer = visitor.ask(
                    "OPTIONS", path, "", "Origin", "https://" + EVIL, "Access-Control-Request-Method", "GET");
            boolean open = answer.header("Access-Control-Allow-Origin").isPresent()
                    || answer.header("Access-Control-Allow-Credentials").isPresent();
            if (open) {
                return Finding.wrong("Scripts of other sites are let in at " + path + ".");
            }
        }
        return Finding.fine("Scripts of other sites may read nothing.");
    }

    /** TRACE gives scripts the cookies that they must not see. */
    private Finding echo() throws IOException {
        int status = visitor.ask("TRACE", "/", "").status();
        return Finding.of(status >= 400, "TRACE is refused.", "TRACE is answered with " + status + ".");
    }

    private Finding hidden() throws IOException {
        for (String path : HIDDEN) {
            int status = visitor.get(path).status();
            if (status == 200) {
                return Finding.wrong("Everybody can read " + path + ".");
            }
        }
        return Finding.fine("Data, keys and configuration cannot be fetched.");
    }
}
