package coffer.server;

import coffer.server.operator.AuditSource;
import coffer.server.operator.OperatorSocket;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** A command that came over the operator socket and runs inside the server. */
final class RemoteRoot extends Main.Root {
    private final Core core;
    private final OperatorSocket.Operator operator;

    private RemoteRoot(Core core, OperatorSocket.Operator operator) {
        this.core = core;
        this.operator = operator;
        use(core.services());
    }

    static int run(Core core, List<String> args, OperatorSocket.Operator operator, PrintWriter out, PrintWriter err) {
        CommandLine line = Main.commandLine(new RemoteRoot(core, operator));
        line.setOut(out);
        line.setErr(err);
        return line.execute(args.toArray(String[]::new));
    }

    @Override
    int execute(ParseResult parsed) {
        if (leaf(parsed).commandSpec().userObject() instanceof ServeCommand) {
            throw new IllegalStateException("a running server was asked to start another");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    @Override
    public AuditSource audit() {
        return core.audit();
    }

    @Override
    public Optional<String> inputLine() throws IOException {
        return operator.inputLine();
    }

    @Override
    public Optional<String> variable(String name) {
        return operator.variable(name);
    }
}
