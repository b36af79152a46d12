package coffer.server.operator;

import coffer.base.MailAddress;
import coffer.mail.Delivery;
import coffer.mail.Letter;
import coffer.mail.MailTransport;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer mail}: the way to the mail server. */
@Command(
        name = "mail",
        mixinStandardHelpOptions = true,
        description = "Tries the way to the mail server.",
        subcommands = MailCommand.Test.class)
public final class MailCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    /** Without a sub-command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code coffer mail test}. */
    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Sends one mail at once, without the queue, and prints what the mail server said.")
    static final class Test extends OperatorCommand {
        private static final String SUBJECT = "A test of the mail of your server";
        private static final String TEXT = """
                Hello,

                the operator of the server has asked for this mail to see whether mails arrive.
                They do. There is nothing to do.
                """;

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "Where the mail goes.")
        @SuppressWarnings("NullAway.Init") // picocli refuses the command without it
        private String address;

        @Override
        protected int run(Services services) {
            Optional<String> fault = MailAddress.fault(address);
            if (fault.isPresent()) {
                return refused(fault.get());
            }
            Optional<MailTransport> transport = services.mail();
            if (transport.isEmpty()) {
                return refused("mail is off; set mail.smtp and mail.from");
            }
            String id = UUID.randomUUID().toString().replace("-", "");
            Letter letter = new Letter(id, new MailAddress(address), SUBJECT, TEXT, Instant.now());
            return switch (transport.get().deliver(letter)) {
                case Delivery.Accepted(String answer) -> {
                    out().println("accepted: " + line(answer));
                    yield DONE;
                }
                case Delivery.TemporaryFailure(String reason) -> refused("not sent, may work later: " + line(reason));
                case Delivery.PermanentFailure(String reason) -> refused("refused: " + line(reason));
            };
        }

        private int refused(String reason) {
            err().println(reason);
            return REFUSED;
        }

        /** What a server says is shown on one line, whatever it holds. */
        private static String line(String text) {
            return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        }
    }
}
