package coffer.adapter.messages;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that answers each command as a test has told it, otherwise friendly. The key {@code .} is the end of the
 * letter; the answer {@code silence} is none.
 */
final class ScriptedServer implements AutoCloseable {
    static final String SILENCE = "silence";

    private final ServerSocket listening;
    private final @Nullable SSLContext tls;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();

    /**
     * @param tls offers STARTTLS with it; null for a server without
     */
    ScriptedServer(@Nullable SSLContext tls) throws IOException {
        this.tls = tls;
        this.listening = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofPlatform().daemon(true).name("scripted-smtp").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void answer(String command, String reply) {
        answers.put(command, reply);
    }

    /** The first words of all commands so far; {@code TLS} stands where the connection became encrypted. */
    List<String> commands() {
        return commands;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try (Socket plain = listening.accept()) {
                serve(plain);
            } catch (IOException _) {
                // The client hung up, or the test is over.
                commands.add("END");
            }
        }
    }

    private void serve(Socket plain) throws IOException {
        Socket socket = plain;
        BufferedReader in = reader(socket);
        write(socket, "220 scripted");
        boolean encrypted = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            commands.add(command);
            String reply = answers.get(command);
            if (SILENCE.equals(reply)) {
                continue;
            }
            write(socket, reply != null ? reply : friendly(command, encrypted));
            if (command.equals("STARTTLS") && tls != null) {
                SSLSocket secured =
                        (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), false);
                secured.setUseClientMode(false);
                secured.startHandshake();
                commands.add("TLS");
                encrypted = true;
                socket = secured;
                in = reader(secured);
            } else if (command.equals("DATA") && reply == null) {
                String text = in.readLine();
                while (text != null && !text.equals(".")) {
                    text = in.readLine();
                }
                commands.add(".");
                String end = answers.get(".");
                if (!SILENCE.equals(end)) {
                    write(socket, end == null ? "250 2.0.0 queued as 4711" : end);
                }
            } else if (command.equals("QUIT")) {
                return;
            }
        }
    }

    private String friendly(String command, boolean encrypted) {
        return switch (command) {
            case "EHLO" ->
                "250-scripted\r\n" + (tls != null && !encrypted ? "250-STARTTLS\r\n" : "") + "250 AUTH PLAIN";
            case "STARTTLS" -> "220 go ahead";
            case "AUTH" -> "235 welcome";
            case "DATA" -> "354 go on";
            case "QUIT" -> "221 bye";
            default -> "250 ok";
        };
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void write(Socket socket, String reply) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
