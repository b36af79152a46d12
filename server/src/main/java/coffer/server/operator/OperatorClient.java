package coffer.server.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Hands a command to the server that is running on the same data directory. */
public final class OperatorClient {
    private OperatorClient() {}

    /** Where a command's input comes from. */
    @FunctionalInterface
    public interface Input {
        /** The next line; empty at the end. */
        Optional<String> line() throws IOException;
    }

    /**
     * Runs the command in the server.
     *
     * @return its exit code; empty when no server listens there
     */
    public static OptionalInt run(
            Path socket,
            List<String> args,
            Map<String, String> variables,
            Input input,
            PrintWriter out,
            PrintWriter err)
            throws IOException {
        if (!Files.exists(socket)) {
            return OptionalInt.empty();
        }
        try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try {
                connection.connect(UnixDomainSocketAddress.of(socket));
            } catch (ConnectException _) {
                // Left behind by a process that was killed.
                return OptionalInt.empty();
            } catch (SocketException e) {
                if (String.valueOf(e.getMessage()).contains("refused")) {
                    return OptionalInt.empty();
                }
                throw e;
            }
            Writer writer = Channels.newWriter(connection, StandardCharsets.UTF_8);
            Frame.call(args, variables).write(writer);
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(connection), StandardCharsets.UTF_8));
            return OptionalInt.of(converse(reader, writer, input, out, err));
        }
    }

    private static int converse(BufferedReader reader, Writer writer, Input input, PrintWriter out, PrintWriter err)
            throws IOException {
        for (Frame frame = Frame.read(reader); frame != null; frame = Frame.read(reader)) {
            if (frame.out() != null) {
                out.print(frame.out());
                out.flush();
            }
            if (frame.err() != null) {
                err.print(frame.err());
                err.flush();
            }
            if (frame.ask() != null) {
                Frame.line(input.line().orElse(null)).write(writer);
            }
            if (frame.exit() != null) {
                return frame.exit();
            }
        }
        throw new IOException("the server ended before the command was done; whether it took effect is unknown");
    }
}
