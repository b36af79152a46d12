package coffer.systemtests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line of a further JVM with the class path of this one. */
public final class ChildJvm {

    private ChildJvm() {}

    /** Returns the command that runs {@code mainClass}; {@code options} are the JVM's own. */
    public static List<String> command(String mainClass, List<String> options, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        // Surefire may start this JVM from a jar that only names the class path; then it says here what it named.
        var classPath = Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return command;
    }
}
