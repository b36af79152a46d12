package coffer.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers settings from options, environment and configuration file. A name nobody knows stops the start. */
final class SettingsReader {
    /** Variables that are read elsewhere: by the start script, and where a password must not be an argument. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("COFFER_ADMIN_PASSWORD", "COFFER_USER_PASSWORD", "COFFER_JAVA_OPTS", "COFFER_CONFIG");

    private static final String FILE_IN_DATA = "coffer.conf";

    private SettingsReader() {}

    /**
     * The effective settings.
     *
     * @param options what the command line names
     * @param config the configuration file it names, or null for {@code coffer.conf} in the data directory if there is
     *     one
     * @param environment all environment variables
     * @throws SettingsRefused for unknown names, unreadable files and values that are not understood
     */
    static Settings read(Map<Setting, String> options, @Nullable Path config, Map<String, String> environment) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        fromEnvironment(environment, values);
        values.putAll(options);
        Path file = config != null ? config : namedFile(environment);
        if (file != null && !Files.isRegularFile(file)) {
            throw new SettingsRefused("The configuration file " + file + " does not exist.");
        }
        if (file == null) {
            Path inData = Path.of(values.getOrDefault(Setting.DATA, Setting.DATA.standard()))
                    .resolve(FILE_IN_DATA);
            file = Files.isRegularFile(inData) ? inData : null;
        }
        if (file != null) {
            fromFile(file).forEach(values::putIfAbsent);
        }
        return Settings.of(values);
    }

    private static @Nullable Path namedFile(Map<String, String> environment) {
        String named = environment.get("COFFER_CONFIG");
        return named == null ? null : Path.of(named);
    }

    private static void fromEnvironment(Map<String, String> environment, Map<Setting, String> values) {
        List<String> known = Stream.concat(
                        Arrays.stream(Setting.values()).map(Setting::variable), OTHER_VARIABLES.stream())
                .toList();
        environment.forEach((name, value) -> {
            if (name.startsWith("COFFER_")) {
                if (!known.contains(name)) {
                    throw unknown("environment variable", name, known);
                }
                Arrays.stream(Setting.values())
                        .filter(setting -> setting.variable().equals(name))
                        .forEach(setting -> values.put(setting, value));
            }
        });
    }

    private static Map<Setting, String> fromFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsRefused("The configuration file " + file + " cannot be read: " + e.getMessage());
        }
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        List<String> known = Arrays.stream(Setting.values()).map(Setting::key).toList();
        for (String key : properties.stringPropertyNames()) {
            Setting setting =
                    Setting.ofKey(key).orElseThrow(() -> unknown("setting", key + " in " + file.getFileName(), known));
            values.put(setting, properties.getProperty(key));
        }
        return values;
    }

    private static SettingsRefused unknown(String kind, String name, List<String> known) {
        String nearest = known.stream()
                .min(Comparator.comparingInt(candidate -> distance(candidate, name)))
                .orElseThrow();
        return new SettingsRefused("There is no " + kind + " " + name + ". The nearest is " + nearest + ".");
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int k = 1; k <= b.length(); k++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(k - 1) ? 0 : 1);
                diagonal = row[k];
                row[k] = Math.min(replaced, 1 + Math.min(row[k], row[k - 1]));
            }
        }
        return row[b.length()];
    }
}
