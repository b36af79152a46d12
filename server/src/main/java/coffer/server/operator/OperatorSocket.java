package coffer.server.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door for operator commands while the server runs: a socket in the data directory that only the server's own user
 * and root may use. Whoever can open it could read the keys beside it as well, so it asks for no password.
 */
public final class OperatorSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorSocket.class);
    private static final int BACKLOG = 16;

    private final Path path;
    private final Commands commands;
    private final ServerSocketChannel listening;
    private final Thread acceptor;

    /** Runs one command of the operator. */
    @FunctionalInterface
    public interface Commands {
        /** Returns the exit code. */
        int run(List<String> args, Operator operator, PrintWriter out, PrintWriter err);
    }

    /** What the person at the other end brings. */
    public interface Operator {
        Optional<String> inputLine() throws IOException;

        Optional<String> variable(String name);
    }

    private OperatorSocket(Path path, Commands commands, ServerSocketChannel listening) {
        this.path = path;
        this.commands = commands;
        this.listening = listening;
        this.acceptor = Thread.ofVirtual().name("operator-socket").unstarted(this::accept);
    }

    /** Binds the socket and begins to answer. The caller holds the lock of the data directory. */
    public static OperatorSocket open(Path path, Commands commands) throws IOException {
        // What a killed process has left; nobody else can be listening while we hold the lock.
        Files.deleteIfExists(path);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
        OperatorSocket socket = new OperatorSocket(path, commands, listening);
        socket.acceptor.start();
        return socket;
    }

    /** Takes no further commands; those under way go on. */
    @Override
    public void close() throws IOException {
        listening.close();
        try {
            // Until the acceptor has noticed, the system still lets it take a connection.
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(path);
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                SocketChannel connection = listening.accept();
                Thread.ofVirtual().name("operator-command").start(() -> serve(connection));
            } catch (AsynchronousCloseException _) {
                return;
            } catch (IOException e) {
                LOG.error("The operator socket has failed; commands need a restart of the server", e);
                return;
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            if (!mayCommand(connection)) {
                return;
            }
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(connection), StandardCharsets.UTF_8));
            Writer writer = Channels.newWriter(connection, StandardCharsets.UTF_8);
            Frame call = Frame.read(reader);
            if (call == null || call.args() == null) {
                return;
            }
            Map<String, String> variables = call.variables() == null ? Map.of() : call.variables();
            PrintWriter out = new PrintWriter(new FrameWriter(writer, Frame::out));
            PrintWriter err = new PrintWriter(new FrameWriter(writer, Frame::err));
            int exit = commands.run(call.args(), new Remote(reader, writer, variables), out, err);
            out.flush();
            err.flush();
            Frame.exit(exit).write(writer);
        } catch (RuntimeException e) {
            // The operator sees the connection end without an exit code.
            LOG.error("An operator's command has failed", e);
        } catch (IOException e) {
            LOG.debug("A command's connection ended early: {}", e.getMessage());
        }
    }

    /** The file's mode says the same; this holds also in the moment before the mode is set. */
    private static boolean mayCommand(SocketChannel connection) throws IOException {
        String user =
                connection.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return user.equals("root") || user.equals(System.getProperty("user.name"));
    }

    private record Remote(BufferedReader reader, Writer writer, Map<String, String> variables) implements Operator {
        @Override
        public Optional<String> inputLine() throws IOException {
            Frame.asking().write(writer);
            Frame answer = Frame.read(reader);
            return Optional.ofNullable(answer).map(Frame::line);
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.ofNullable(variables.get(name));
        }
    }
}
