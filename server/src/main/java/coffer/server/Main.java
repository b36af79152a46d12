package coffer.server;

import coffer.server.doctor.DoctorCommand;
import coffer.server.operator.AuditCommand;
import coffer.server.operator.AuditSource;
import coffer.server.operator.OperatorClient;
import coffer.server.operator.OperatorCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * The program's command line. {@code serve} runs the server; every other command works on the same data directory,
 * inside the server if that is running and by itself otherwise.
 */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int FAILED = 1;
    private static final String CONFIG = "--config";

    private Main() {}

    public static void main(String[] args) {
        int exit = run(args, System.getenv());
        // The server's threads are daemons; this also ends what a library may have left.
        System.exit(exit);
    }

    static int run(String[] args, Map<String, String> environment) {
        return line(args, environment).execute(args);
    }

    /** The same with its output elsewhere. */
    static int run(String[] args, Map<String, String> environment, PrintWriter out, PrintWriter err) {
        return line(args, environment).setOut(out).setErr(err).execute(args);
    }

    private static CommandLine line(String[] args, Map<String, String> environment) {
        return commandLine(new LocalRoot(environment), Commands.of(args));
    }

    /** The command line with all commands, around what they work with. */
    static CommandLine commandLine(Root root) {
        return commandLine(root, Commands.all());
    }

    private static CommandLine commandLine(Root root, List<Object> commands) {
        CommandLine line = new CommandLine(root);
        commands.forEach(line::addSubcommand);
        CommandSpec spec = line.getCommandSpec();
        for (Setting setting : Setting.values()) {
            spec.addOption(OptionSpec.builder(setting.option())
                    .paramLabel("VALUE")
                    .description(
                            setting.purpose() + (setting.standard().isEmpty() ? "" : " Default: " + setting.standard()))
                    .type(String.class)
                    .scopeType(ScopeType.INHERIT)
                    .build());
        }
        spec.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .description("Configuration file. Default: coffer.conf in the data directory, if there is one.")
                .type(Path.class)
                .scopeType(ScopeType.INHERIT)
                .build());
        line.setExecutionStrategy(root::execute);
        line.setExecutionExceptionHandler((e, command, _) -> explain(e, command));
        return line;
    }

    /** Failures that an operator can mend are told in one line; anything else is logged with its trace. */
    private static int explain(Exception e, CommandLine command) {
        if (Refusals.isForTheOperator(e)) {
            command.getErr().println(e.getMessage());
        } else {
            LOG.error("The command has failed", e);
            command.getErr().println("The command has failed: " + e);
        }
        command.getErr().flush();
        return FAILED;
    }

    /** What the settings on this command line and around it say. */
    static Settings settings(ParseResult parsed, Map<String, String> environment) {
        Map<Setting, String> options = new EnumMap<>(Setting.class);
        @Nullable Path config = null;
        for (ParseResult level = parsed; level != null; level = level.hasSubcommand() ? level.subcommand() : null) {
            for (Setting setting : Setting.values()) {
                String value = level.matchedOptionValue(setting.option(), (String) null);
                if (value != null) {
                    options.put(setting, value);
                }
            }
            config = level.matchedOptionValue(CONFIG, config);
        }
        return SettingsReader.read(options, config, environment);
    }

    /** The command as a process of its own: {@code serve}, or an operator's command that may go to the server. */
    private static final class LocalRoot extends Root {
        private final Map<String, String> environment;
        private @Nullable Settings settings;
        private final SecretInput input = new SecretInput();

        LocalRoot(Map<String, String> environment) {
            this.environment = environment;
        }

        @Override
        int execute(ParseResult parsed) {
            ParseResult leaf = leaf(parsed);
            if (!leaf.isUsageHelpRequested() && !leaf.isVersionHelpRequested()) {
                Object command = leaf.commandSpec().userObject();
                if (command instanceof OperatorCommand || command instanceof AuditCommand.OnLog) {
                    return operate(parsed, command);
                }
                if (command instanceof DoctorCommand doctor) {
                    doctor.configure(settings(parsed, environment).reachedAt());
                }
                if (command instanceof RestoreCommand restore) {
                    restore.configure(settings(parsed, environment), environment);
                }
                if (command instanceof ServeCommand serve) {
                    serve.configure(settings(parsed, environment), environment.get(FirstStart.PASSWORD_VARIABLE));
                }
            }
            return new CommandLine.RunLast().execute(parsed);
        }

        /** In the server if one is running here, otherwise in this process. */
        private int operate(ParseResult parsed, Object command) {
            CommandLine line = parsed.commandSpec().commandLine();
            try {
                settings = settings(parsed, environment);
                OptionalInt exit = OperatorClient.run(
                        DataDirectory.socket(settings.data()),
                        List.copyOf(parsed.originalArgs()),
                        passwordVariables(),
                        input::line,
                        line.getOut(),
                        line.getErr());
                if (exit.isPresent()) {
                    return exit.getAsInt();
                }
                if (command instanceof AuditCommand.OnLog) {
                    return new CommandLine.RunLast().execute(parsed);
                }
                try (Core core = Core.open(settings)) {
                    use(core.services());
                    return new CommandLine.RunLast().execute(parsed);
                }
            } catch (IOException e) {
                return explain(e, line);
            } catch (CommandLine.ParameterException e) {
                // Told with the usage, and ends with 2.
                throw e;
            } catch (CommandLine.ExecutionException e) {
                return e.getCause() instanceof Exception cause ? explain(cause, line) : explain(e, line);
            } catch (RuntimeException e) {
                return explain(e, line);
            }
        }

        private Map<String, String> passwordVariables() {
            String password = environment.get(OperatorCommand.PASSWORD_VARIABLE);
            return password == null ? Map.of() : Map.of(OperatorCommand.PASSWORD_VARIABLE, password);
        }

        @Override
        public AuditSource audit() throws IOException {
            if (settings == null) {
                throw new IllegalStateException("the settings were not read");
            }
            return OfflineAudit.of(settings);
        }

        @Override
        public java.util.Optional<String> inputLine() throws IOException {
            return input.line();
        }

        @Override
        public java.util.Optional<String> variable(String name) {
            return java.util.Optional.ofNullable(environment.get(name));
        }
    }

    /** The root of the command line, which gives commands what they work with. */
    @Command(
            name = "coffer",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            synopsisSubcommandLabel = "COMMAND",
            description = "Private file sync and share. Run 'coffer serve' to start the server.")
    abstract static class Root implements coffer.server.operator.ServicesSource, Runnable {
        private coffer.server.operator.@Nullable Services services;

        @CommandLine.Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before anything else runs
        private CommandSpec spec;

        abstract int execute(ParseResult parsed);

        final void use(coffer.server.operator.Services opened) {
            services = opened;
        }

        @Override
        public final coffer.server.operator.Services services() {
            if (services == null) {
                throw new IllegalStateException("the data directory is not open");
            }
            return services;
        }

        /** Without a command: what there is. */
        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }

        static ParseResult leaf(ParseResult parsed) {
            ParseResult leaf = parsed;
            while (leaf.hasSubcommand()) {
                leaf = leaf.subcommand();
            }
            return leaf;
        }
    }
}
