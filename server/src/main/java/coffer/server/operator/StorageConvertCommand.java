package coffer.server.operator;

import coffer.blobs.AtRest;
import coffer.blobs.ConversionKind;
import coffer.blobs.ConversionRun;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer storage convert}. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description =
                "Brings what is stored to how new content is stored: sealed, or plain where sealing is off. Goes on"
                        + " while people work, can be ended at any time and taken up again. Needs room for a copy of what is"
                        + " converted; what was there before goes seven days after the end.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything is as it should be, or the server goes on with it",
            "1:another conversion goes on, or objects could not be read and stay as they are"
        })
final class StorageConvertCommand extends OperatorCommand {
    @Option(
            names = "--leave-retired-keys",
            description = "Seals anew what was sealed with a key that has been replaced, as after a leak.")
    private boolean leaveRetiredKeys;

    @Option(names = "--stop", description = "Ends a conversion where it is.")
    private boolean stop;

    @Option(names = "--json", description = "How far it has come, as one JSON object.")
    private boolean json;

    @Override
    protected int run(Services services) {
        if (stop) {
            if (!services.conversion().stop()) {
                err().println("No conversion goes on.");
                return REFUSED;
            }
            return report(services);
        }
        ConversionKind kind = kind(services);
        Optional<ConversionRun> begun = services.conversion().begin(kind);
        if (begun.isEmpty()) {
            err().println("Another conversion goes on: end it with --stop, or wait.");
            return REFUSED;
        }
        if (!services.upkeep()) {
            while (goesOn(services)) {
                services.conversion().step();
            }
        }
        return report(services);
    }

    private ConversionKind kind(Services services) {
        if (leaveRetiredKeys) {
            return ConversionKind.LEAVE_RETIRED_KEYS;
        }
        return services.conversion().atRest() == AtRest.SEALED ? ConversionKind.SEAL : ConversionKind.UNSEAL;
    }

    private static boolean goesOn(Services services) {
        return services.conversion()
                .newest()
                .filter(run -> run.ended().isEmpty())
                .isPresent();
    }

    private int report(Services services) {
        ConversionRun run = services.conversion().newest().orElseThrow();
        into(new Report(), run).print(out(), json);
        return run.failed() == 0 ? DONE : REFUSED;
    }

    static Report into(Report report, ConversionRun run) {
        return report.with("conversion", run.kind().word())
                .with("conversionBegun", run.begun())
                .with("conversionEnded", run.ended().orElse(null))
                .with("converted", run.converted())
                .with("convertedBytes", run.convertedBytes())
                .with("conversionFailed", run.failed());
    }
}
