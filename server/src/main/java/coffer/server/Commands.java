package coffer.server;

import coffer.server.doctor.DoctorCommand;
import coffer.server.operator.AuditCommand;
import coffer.server.operator.GroupCommand;
import coffer.server.operator.HistoryCommand;
import coffer.server.operator.LockCommand;
import coffer.server.operator.MailCommand;
import coffer.server.operator.TransferCommand;
import coffer.server.operator.UserCommand;
import java.time.Clock;
import java.util.List;

/** All commands, in the order in which the help shows them. */
final class Commands {
    private Commands() {}

    static List<Object> all() {
        return List.of(
                new ServeCommand(),
                new UserCommand(),
                new GroupCommand(),
                new LockCommand(),
                new HistoryCommand(),
                new TransferCommand(),
                new MailCommand(),
                new AuditCommand(),
                new DoctorCommand(Clock.systemUTC()));
    }
}
