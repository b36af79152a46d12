package coffer.server.doctor;

import coffer.server.http.PublicAddress;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All looks, in the order of the report. */
final class Examination {
    private Examination() {}

    /** Looks at an address for at most a few minutes; what breaks a connection is a finding too. */
    static List<Finding> of(PublicAddress url, Trust trust, Clock clock) {
        try (Visitor visitor = new Visitor(url, trust)) {
            AddressLook address = new AddressLook(visitor);
            Optional<Finding> unreachable = address.unreachable();
            if (unreachable.isPresent()) {
                return List.of(unreachable.get());
            }
            List<Finding> findings = new ArrayList<>();
            add(findings, address::look);
            add(findings, new TlsLook(url, trust, clock)::look);
            add(findings, new HeaderLook(visitor)::look);
            add(findings, new AttackLook(visitor, trust)::look);
            add(findings, new WellKnownLook(visitor, clock)::look);
            return findings;
        }
    }

    /** One group of findings. */
    private interface Look {
        List<Finding> look() throws IOException;
    }

    private static void add(List<Finding> findings, Look look) {
        try {
            findings.addAll(look.look());
        } catch (IOException e) {
            findings.add(Finding.wrong("A request was not answered to its end: " + e));
        }
    }
}
