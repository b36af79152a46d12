package coffer.adapter.s3;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Stands between a client and a server of HTTP/1.1, one request to a connection, and does harm where a test has told it to. */
final class FaultProxy implements AutoCloseable {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int HEAD_BYTES_MAX = 64 * 1024;

    private final int upstream;
    private final ServerSocket listening;
    private final List<Rule> rules = new ArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    FaultProxy(int upstream) throws IOException {
        this.upstream = upstream;
        this.listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().name("fault-proxy").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What harm is done to a request. */
    @FunctionalInterface
    interface Fault {
        void to(Exchange exchange) throws IOException;
    }

    /** Harms the next requests of a kind. */
    void next(int times, Predicate<Exchange> kind, Fault fault) {
        synchronized (rules) {
            rules.add(new Rule(times, kind, fault));
        }
    }

    /** Does no more harm. */
    void heal() {
        synchronized (rules) {
            rules.clear();
        }
    }

    /** Method and target of every request so far. */
    List<String> requests() {
        return requests;
    }

    long requests(String method) {
        return requests.stream()
                .filter(request -> request.startsWith(method + " "))
                .count();
    }

    static Predicate<Exchange> any() {
        return _ -> true;
    }

    static Predicate<Exchange> method(String method) {
        return exchange -> exchange.requestLine().startsWith(method + " ");
    }

    /** Answers without asking the server. */
    static Fault answer(int status, String code, String... headers) {
        return exchange -> exchange.answer(status, code, headers);
    }

    /** Breaks the connection after so many bytes of the request's body. */
    static Fault cutRequest(long bytes) {
        return exchange -> {
            exchange.body(bytes);
            exchange.reset();
        };
    }

    /** Lets the server do its work, and breaks the connection after so many bytes of its answer, head included. */
    static Fault cutAnswer(long bytes) {
        return exchange -> {
            byte[] answer = exchange.ask();
            exchange.give(answer, (int) Math.min(bytes, answer.length));
            exchange.reset();
        };
    }

    /** Ends the answer after so many bytes of its body, as if it were all. */
    static Fault truncateBody(int bytes) {
        return exchange -> {
            byte[] answer = exchange.ask();
            int head = new String(answer, StandardCharsets.ISO_8859_1).indexOf(END_OF_HEAD) + END_OF_HEAD.length();
            exchange.give(answer, Math.min(answer.length, head + bytes));
        };
    }

    /** Says nothing until the test is over. */
    Fault silence() {
        return exchange -> {
            try {
                closing.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
    }

    /** Lets the server see another time of signing. */
    static Fault signedAt(String basicIsoDate) {
        return exchange -> {
            byte[] answer =
                    exchange.ask(head -> head.replaceFirst("(?i)x-amz-date: \\S+", "X-Amz-Date: " + basicIsoDate));
            exchange.give(answer, answer.length);
        };
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                // The test is over.
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = head(in);
            if (head.isEmpty()) {
                return;
            }
            Exchange exchange = new Exchange(client, in, head, upstream);
            requests.add(exchange.requestLine());
            fault(exchange).to(exchange);
        } catch (IOException _) {
            // The client hung up, which it may.
            requests.add("BROKEN");
        }
    }

    private Fault fault(Exchange exchange) {
        synchronized (rules) {
            for (Rule rule : rules) {
                if (rule.left > 0 && rule.kind.test(exchange)) {
                    rule.left--;
                    return rule.fault;
                }
            }
        }
        return Exchange::pass;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        while (last != 0x0d0a0d0a) {
            int next = in.read();
            if (next < 0 || head.size() == HEAD_BYTES_MAX) {
                return "";
            }
            head.write(next);
            last = last << 8 | next;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        listening.close();
    }

    private static final class Rule {
        private int left;
        private final Predicate<Exchange> kind;
        private final Fault fault;

        Rule(int times, Predicate<Exchange> kind, Fault fault) {
            this.left = times;
            this.kind = kind;
            this.fault = fault;
        }
    }

    /** One request and its answer. */
    static final class Exchange {
        private final Socket client;
        private final InputStream in;
        private final String head;
        private final int upstream;
        private long bodyLeft;

        Exchange(Socket client, InputStream in, String head, int upstream) {
            this.client = client;
            this.in = in;
            this.head = head;
            this.upstream = upstream;
            this.bodyLeft = head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        }

        String requestLine() {
            return head.substring(0, head.indexOf('\r'));
        }

        boolean has(String header) {
            return head.lines().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(header + ":"));
        }

        /** The next bytes of the body, at most so many. */
        byte[] body(long bytes) throws IOException {
            byte[] read = in.readNBytes((int) Math.min(bytes, bodyLeft));
            bodyLeft -= read.length;
            return read;
        }

        void pass() throws IOException {
            byte[] answer = ask();
            give(answer, answer.length);
        }

        byte[] ask() throws IOException {
            return ask(same -> same);
        }

        /** The whole answer of the server. */
        byte[] ask(java.util.function.UnaryOperator<String> change) throws IOException {
            try (Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), upstream)) {
                OutputStream out = server.getOutputStream();
                out.write(change.apply(closing(head)).getBytes(StandardCharsets.ISO_8859_1));
                out.write(body(Long.MAX_VALUE));
                out.flush();
                return server.getInputStream().readAllBytes();
            }
        }

        private static String closing(String head) {
            return head.lines()
                            .filter(line -> !line.isEmpty()
                                    && !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                            .collect(Collectors.joining("\r\n"))
                    + "\r\nConnection: close\r\n\r\n";
        }

        void answer(int status, String code, String... headers) throws IOException {
            body(Long.MAX_VALUE);
            String content = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code
                    + "</Code><Message>scripted</Message></Error>";
            boolean empty = requestLine().startsWith("HEAD ") || code.isEmpty();
            StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\nConnection: close\r\n");
            for (String header : headers) {
                answer.append(header).append("\r\n");
            }
            if (empty) {
                answer.append("Content-Length: 0\r\n\r\n");
            } else {
                answer.append("Content-Type: application/xml\r\nContent-Length: ")
                        .append(content.length())
                        .append(END_OF_HEAD)
                        .append(content);
            }
            byte[] bytes = answer.toString().getBytes(StandardCharsets.ISO_8859_1);
            give(bytes, bytes.length);
        }

        void give(byte[] answer, int count) throws IOException {
            client.getOutputStream().write(answer, 0, count);
            client.getOutputStream().flush();
        }

        /** Ends the connection as a crash does. */
        void reset() throws IOException {
            client.setSoLinger(true, 0);
            client.close();
        }
    }
}
