package coffer.server.operator;

import coffer.base.ObjectId;
import coffer.blobs.DamageKind;
import coffer.blobs.ScrubReport;
import coffer.keys.RootKeyAway;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code coffer storage scrub}. */
@Command(
        name = "scrub",
        mixinStandardHelpOptions = true,
        description =
                "Checks all stored objects now and lists those that are damaged: object, kind, what is wrong, where"
                        + " people see it. Repairs and removes nothing.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything could be looked at and is whole",
            "1:something is damaged or could not be looked at"
        })
final class StorageScrubCommand extends OperatorCommand {
    private static final int ONE_IN_MAX = 1_000_000;

    @Option(names = "--keyed", description = "Opens every object to its end. Without this no key is used on content.")
    private boolean keyed;

    @Option(
            names = "--sample",
            paramLabel = "N",
            converter = Sample.class,
            description = "Looks at one object in N only, each time at others. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int sample = 1;

    @Option(names = "--json", description = "One JSON object a line: each damaged object, then what was looked at.")
    private boolean json;

    /** Reads the size of a share. */
    static final class Sample implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int sample = Integer.parseInt(text);
                if (sample >= 1 && sample <= ONE_IN_MAX) {
                    return sample;
                }
            } catch (NumberFormatException _) {
                // Told below, as a number that is too large.
            }
            throw new TypeConversionException("\"" + text + "\" is not a number from 1 to " + ONE_IN_MAX);
        }
    }

    @Override
    protected int run(Services services) {
        try {
            ScrubReport report = services.storage().check(keyed, sample, found -> {
                damage(
                                found.object(),
                                found.kind(),
                                found.detail(),
                                services.storage().places(found.object()))
                        .printRow(out(), json);
                out().flush();
            });
            new Report()
                    .with("keyed", report.keyed())
                    .with("sample", report.oneIn())
                    .with("objects", report.objects())
                    .with("bytes", report.bytes())
                    .with("damaged", report.damaged())
                    .with("missing", report.missing())
                    .with("orphans", report.orphans())
                    .with("failures", report.failures())
                    .print(out(), json);
            return report.isClean() ? DONE : REFUSED;
        } catch (RootKeyAway e) {
            err().println("The check has ended early: " + e.getMessage());
            return REFUSED;
        }
    }

    static Report damage(ObjectId object, DamageKind kind, String detail, List<String> places) {
        return new Report()
                .with("object", object.toString())
                .with("kind", kind.word())
                .with("detail", detail)
                .with("places", places);
    }
}
