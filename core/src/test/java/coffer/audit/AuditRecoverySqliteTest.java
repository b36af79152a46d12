package coffer.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coffer.db.DatabaseFailure;
import coffer.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class AuditRecoverySqliteTest extends AuditRecoveryContract {
    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }

    /** Every single byte; what a start makes of it all is in the contract. */
    @Test
    void aCrashAtAnyByteOfAnAppendLeavesNothingTornButTheLastLine() throws IOException {
        AuditLog log = open();
        append("a");
        drain(log);
        int before = (int) Files.size(places.segment(DAY));
        AuditState known = state();
        append("b", "c");
        wrapped.failing = true;
        assertThatThrownBy(log::run).isInstanceOf(DatabaseFailure.class);
        die();
        byte[] whole = Files.readAllBytes(places.segment(DAY));
        int lineEnd = before;
        for (int length = before; length <= whole.length; length++) {
            lineEnd = whole[length - 1] == '\n' ? length : lineEnd;
            Files.write(places.segment(DAY), Arrays.copyOf(whole, length));
            Recovery.Result found = Recovery.run(places, known.chain(), known.publicKey(), known, Disk.REAL);
            assertThat(found.torn())
                    .as("cut after %s bytes", length)
                    .isEqualTo(lineEnd < length ? new Recovery.Torn(DAY, lineEnd) : null);
            assertThat(found.notes()).hasSize(lineEnd < length ? 1 : 0);
        }
    }
}
