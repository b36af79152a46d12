package coffer.server.operator;

import coffer.blobs.ScrubReport;
import coffer.blobs.StorageStatus;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The state of storage as gauges for programs that watch, in the text format of OpenMetrics 1.0, which Prometheus and what collects files for it
 * read too. Times are seconds since 1970; what has never happened has no sample.
 */
final class StorageMetrics {
    private final PrintWriter out;

    private StorageMetrics(PrintWriter out) {
        this.out = out;
    }

    /** @param rehearsed when the recovery kit was last tried out */
    static void print(PrintWriter out, StorageStatus status, long ringGeneration, Optional<Instant> rehearsed) {
        StorageMetrics metrics = new StorageMetrics(out);
        metrics.amounts(status);
        metrics.gauge("coffer_storage_damaged_objects", "Objects that are known to be damaged.", status.damaged());
        metrics.checks(status.lastChecks());
        metrics.gauge("coffer_key_ring_generation", "Number of the newest generation of the key ring.", ringGeneration);
        metrics.head("coffer_recovery_kit_rehearsed_seconds", "When the recovery kit was last tried out.");
        rehearsed.ifPresent(at -> metrics.sample("coffer_recovery_kit_rehearsed_seconds", "", at.getEpochSecond()));
        out.println("# EOF");
    }

    private void amounts(StorageStatus status) {
        SortedMap<String, StorageStatus.Amount> forms = new TreeMap<>(
                Map.of("inline", status.inline(), "file", status.files(), "manifest", status.manifests()));
        head("coffer_storage_objects", "Stored objects, with those of versions and of the trash bin.");
        forms.forEach((form, amount) -> sample("coffer_storage_objects", label("form", form), amount.objects()));
        head("coffer_storage_stored_bytes", "Bytes of stored objects as they lie.");
        forms.forEach(
                (form, amount) -> sample("coffer_storage_stored_bytes", label("form", form), amount.storedBytes()));
        head("coffer_storage_sealed_objects", "Stored objects by the version of the key that seals them.");
        sample(
                "coffer_storage_sealed_objects",
                label("key_version", "none"),
                status.plain().objects());
        status.sealed()
                .forEach((version, amount) -> sample(
                        "coffer_storage_sealed_objects",
                        label("key_version", Integer.toString(version)),
                        amount.objects()));
    }

    private void checks(List<ScrubReport> checks) {
        check(checks, "ended_seconds", "When the last check came to its end.", check -> check.seen()
                .getEpochSecond());
        check(checks, "objects", "Objects that the last check looked at.", ScrubReport::objects);
        check(checks, "damaged_objects", "Objects that the last check found damaged.", ScrubReport::damaged);
        check(checks, "orphans", "Files of the store that the last check found without a row.", ScrubReport::orphans);
        check(checks, "failures", "What could not be read during the last check.", ScrubReport::failures);
    }

    private void check(List<ScrubReport> checks, String name, String help, ToLongFunction<ScrubReport> value) {
        String metric = "coffer_storage_check_" + name;
        head(metric, help);
        for (ScrubReport check : checks) {
            sample(metric, label("keyed", check.keyed() ? "yes" : "no"), value.applyAsLong(check));
        }
    }

    private void gauge(String name, String help, long value) {
        head(name, help);
        sample(name, "", value);
    }

    private void head(String name, String help) {
        out.println("# TYPE " + name + " gauge");
        out.println("# HELP " + name + " " + help);
    }

    private static String label(String name, String value) {
        return name + "=\"" + value + "\"";
    }

    private void sample(String name, String labels, long value) {
        out.println(name + (labels.isEmpty() ? "" : "{" + labels + "}") + " " + value);
    }
}
