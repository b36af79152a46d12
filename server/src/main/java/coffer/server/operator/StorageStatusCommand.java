package coffer.server.operator;

import coffer.blobs.ConversionRun;
import coffer.blobs.DamagedObjects;
import coffer.blobs.Rehearsal;
import coffer.blobs.ScrubReport;
import coffer.blobs.StorageHealth;
import coffer.blobs.StorageStatus;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coffer storage status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Counts what is stored, with versions and the trash bin, and lists the objects that are known to be"
                        + " damaged: object, kind, what is wrong, where people see it.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:nothing is known to be damaged", "1:something is"})
final class StorageStatusCommand extends OperatorCommand {
    @Option(names = "--json", description = "One JSON object a line: the counts, then each damaged object.")
    private boolean json;

    @Option(
            names = "--openmetrics",
            description = "The counts as OpenMetrics text, for Prometheus: names no object and no file.")
    private boolean metrics;

    @Override
    protected int run(Services services) {
        StorageHealth health = services.storage();
        StorageStatus status = health.status();
        if (metrics) {
            StorageMetrics.print(
                    out(),
                    status,
                    services.keys().generation(),
                    services.rehearsal().last().map(Rehearsal.Done::at));
        } else {
            report(services, health, status);
        }
        return status.damaged() == 0 ? DONE : REFUSED;
    }

    private void report(Services services, StorageHealth health, StorageStatus status) {
        Report report = report(status)
                .with("rootKey", services.keys().rootId().toString())
                .with("rootKeyPlace", services.keys().rootPlace())
                .with("ringGeneration", services.keys().generation())
                .with("spaceKeys", services.keys().keys().size())
                .with(
                        "rehearsed",
                        services.rehearsal().last().map(Rehearsal.Done::at).orElse(null))
                .with("warning", services.rehearsal().warning().orElse(null));
        conversion(report, services.conversion().newest());
        report.print(out(), json);
        List<DamagedObjects.Entry> page = health.damaged(null, DamagedObjects.PAGE_MAX);
        while (!page.isEmpty()) {
            for (DamagedObjects.Entry entry : page) {
                StorageScrubCommand.damage(entry.object(), entry.kind(), entry.detail(), health.places(entry.object()))
                        .printRow(out(), json);
            }
            page = health.damaged(page.getLast().object(), DamagedObjects.PAGE_MAX);
        }
    }

    private static Report report(StorageStatus status) {
        Report report = new Report();
        amount(report, "inline", status.inline());
        amount(report, "files", status.files());
        amount(report, "manifests", status.manifests());
        amount(report, "plain", status.plain());
        status.sealed().forEach((version, amount) -> amount(report, "sealedV" + version, amount));
        report.with("damaged", status.damaged());
        check(report, "lastCheck", find(status.lastChecks(), false));
        check(report, "lastKeyedCheck", find(status.lastChecks(), true));
        check(report, "checkUnderWay", find(status.checksUnderWay(), false));
        check(report, "keyedCheckUnderWay", find(status.checksUnderWay(), true));
        return report;
    }

    private static void conversion(Report report, Optional<ConversionRun> newest) {
        report.with("conversion", newest.map(run -> run.kind().word()).orElse(null))
                .with("conversionBegun", newest.map(ConversionRun::begun).orElse(null))
                .with("conversionEnded", newest.flatMap(ConversionRun::ended).orElse(null))
                .with(
                        "conversionConverted",
                        newest.map(ConversionRun::converted).orElse(null))
                .with("conversionFailed", newest.map(ConversionRun::failed).orElse(null));
    }

    private static void amount(Report report, String name, StorageStatus.Amount amount) {
        report.with(name + "Objects", amount.objects())
                .with(name + "Bytes", amount.sizeBytes())
                .with(name + "StoredBytes", amount.storedBytes());
    }

    private static Optional<ScrubReport> find(List<ScrubReport> checks, boolean keyed) {
        return checks.stream().filter(check -> check.keyed() == keyed).findFirst();
    }

    private static void check(Report report, String name, Optional<ScrubReport> check) {
        report.with(name, check.map(ScrubReport::seen).orElse(null))
                .with(name + "Objects", check.map(ScrubReport::objects).orElse(null))
                .with(name + "Damaged", check.map(ScrubReport::damaged).orElse(null))
                .with(name + "Orphans", check.map(ScrubReport::orphans).orElse(null))
                .with(name + "Failures", check.map(ScrubReport::failures).orElse(null));
    }
}
