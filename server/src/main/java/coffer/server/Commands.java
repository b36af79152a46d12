package coffer.server;

import coffer.server.doctor.DoctorCommand;
import coffer.server.operator.AuditCommand;
import coffer.server.operator.BackupCommand;
import coffer.server.operator.GroupCommand;
import coffer.server.operator.HistoryCommand;
import coffer.server.operator.LockCommand;
import coffer.server.operator.MailCommand;
import coffer.server.operator.StorageCommand;
import coffer.server.operator.TransferCommand;
import coffer.server.operator.UserCommand;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** All commands, in the order in which the help shows them. */
final class Commands {
    private Commands() {}

    /**
     * The commands that a command line may mean. One that begins with {@code serve} can mean no other, and the start need not wait until
     * all others have been put together with their options.
     */
    static List<Object> of(String[] args) {
        return args.length > 0 && args[0].equals(ServeCommand.NAME) ? List.of(new ServeCommand()) : all();
    }

    private static StorageCommand storage() {
        SecureRandom random = new SecureRandom();
        return new StorageCommand(random, Clock.systemUTC(), Storage.services(random), System.out);
    }

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
                storage(),
                new BackupCommand(),
                new RestoreCommand(),
                new DoctorCommand(Clock.systemUTC()));
    }
}
