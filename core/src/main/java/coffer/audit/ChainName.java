package coffer.audit;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;

/** Finds the name of a chain in its files, for a database that does not know it. */
final class ChainName {
    private ChainName() {}

    /** The chain of the first readable entry; empty when there is none. */
    static Optional<String> of(AuditPlaces places) throws IOException {
        for (LocalDate day : places.days()) {
            try (Lines lines = Lines.of(places.segment(day))) {
                for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
                    try {
                        return Optional.of(AuditEntry.parse(line.bytes()).chain());
                    } catch (MalformedLine _) {
                        // The verifier reports it; any other entry names the chain as well.
                    }
                }
            }
        }
        return Optional.empty();
    }
}
