package coffer.server.doctor;

import coffer.server.doctor.Finding.Grade;
import coffer.server.http.PublicAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coffer doctor}: shows what an outside scanner would see at the public address. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at the public address (--url) from outside, as a scanner would: reachability, TLS, headers, cookies, and"
                    + " harmless forms of common attacks.",
            "Exit code 0 when nothing is wrong, 1 otherwise. Changes nothing and needs no password."
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final int WRONG = 1;

    private final Clock clock;
    private @Nullable PublicAddress url;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "PEM file with the certificates to believe, in place of those that this machine believes.")
    private @Nullable Path trust;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
    private CommandSpec spec;

    public DoctorCommand(Clock clock) {
        this.clock = clock;
    }

    /** Names the address that is looked at, before the command is run. */
    public void configure(PublicAddress address) {
        url = address;
    }

    @Override
    public Integer call() {
        if (url == null) {
            throw new IllegalStateException("the address was not named");
        }
        PrintWriter out = spec.commandLine().getOut();
        Trust believed;
        try {
            believed = trust == null ? Trust.ofThisMachine() : Trust.of(trust);
        } catch (IOException e) {
            spec.commandLine().getErr().println("--trust " + trust + " cannot be used: " + e.getMessage());
            return WRONG;
        }
        List<Finding> findings = Examination.of(url, believed, clock);
        out.println("What a visitor sees at " + url);
        out.println();
        for (Finding finding : findings) {
            out.printf(" %-6s %s%n", finding.grade().word(), oneLine(finding.text()));
        }
        out.println();
        out.println(count(findings, Grade.FINE) + " fine, " + count(findings, Grade.HINT) + " to consider, "
                + count(findings, Grade.WRONG) + " wrong.");
        out.flush();
        return count(findings, Grade.WRONG) == 0 ? 0 : WRONG;
    }

    private static long count(List<Finding> findings, Grade grade) {
        return findings.stream().filter(finding -> finding.grade() == grade).count();
    }

    /** What a foreign server says must not move the cursor. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
