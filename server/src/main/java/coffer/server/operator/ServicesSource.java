package coffer.server.operator;

import java.io.IOException;
import java.util.Optional;

/** What the root command gives its sub-commands: the services of the core and what the operator brings. */
public interface ServicesSource {
    Services services() throws IOException;

    /** The audit log, which can be read without opening anything else. */
    AuditSource audit() throws IOException;

    /** The next line the operator types or pipes in; empty at the end. */
    Optional<String> inputLine() throws IOException;

    /** A variable of the operator's environment: passwords never are arguments, which others on the machine can see. */
    Optional<String> variable(String name);
}
