package coffer.versions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which versions stay: the last one of each step of time, where steps are the wider the older they are.
 *
 * <p>Steps lie on the clock and not between versions, so that which ones stay does not depend on when somebody looks: each wider step
 * consists of whole narrower ones, and its last version was also the last one of a narrower step.
 *
 * @param rules by age; at least one, the last of them without an end
 */
public record VersionPolicy(List<Rule> rules) {
    /** Of what a quota leaves free, versions may hold one part in so many; beyond that the oldest go. Stock servers leave them half. */
    static final long SHARE_OF_FREE = 2;

    /** No age is greater. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /**
     * Up to this age one version stays for each step; up to the age at which a whole step of the next rule is older than this.
     *
     * @param age more than that of the rule before
     * @param step a multiple of that of the rule before; zero keeps none
     */
    public record Rule(Duration age, Duration step) {}

    public VersionPolicy {
        rules = List.copyOf(rules);
        Duration age = Duration.ZERO;
        long step = 1;
        for (Rule rule : rules) {
            if (rule.age.compareTo(age) <= 0) {
                throw new IllegalArgumentException("the ages of rules for versions must grow");
            }
            long seconds = rule.step.toSeconds();
            if (seconds < 0 || (seconds > 0 && seconds % step != 0)) {
                throw new IllegalArgumentException("each step of versions must be a multiple of the one before");
            }
            age = rule.age;
            step = Math.max(step, seconds);
        }
        if (!age.equals(FOREVER)) {
            throw new IllegalArgumentException("the last rule for versions must have no end");
        }
    }

    /** As stock servers thin them out. */
    public static final String STANDARD = "10s/2s, 1m/10s, 1h/1m, 1d/1h, 30d/1d, ever/7d";

    private static final Pattern RULE = Pattern.compile("(ever|\\d{1,6}[smhd])/(\\d{1,6}[smhd])");

    /**
     * Reads rules such as {@value #STANDARD}: up to which age one version stays for each step, in seconds, minutes, hours or days. What is
     * older than the last one says does not stay. {@code none} keeps no versions.
     *
     * @throws IllegalArgumentException with what is expected
     */
    public static VersionPolicy parse(String text) {
        if (text.equals("none")) {
            return none();
        }
        List<Rule> rules = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Matcher parts = RULE.matcher(one.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "rules such as " + STANDARD + ", or none, are expected, and not " + one.strip());
            }
            rules.add(new Rule(duration(parts.group(1)), duration(parts.group(2))));
        }
        if (!rules.getLast().age.equals(FOREVER)) {
            rules.add(new Rule(FOREVER, Duration.ZERO));
        }
        return new VersionPolicy(rules);
    }

    private static Duration duration(String text) {
        if (text.equals("ever")) {
            return FOREVER;
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    public static VersionPolicy standard() {
        return parse(STANDARD);
    }

    /** Keeps no version. */
    public static VersionPolicy none() {
        return new VersionPolicy(List.of(new Rule(FOREVER, Duration.ZERO)));
    }

    /** Whether any version ever stays. */
    boolean keepsAnything() {
        return rules.stream().anyMatch(rule -> !rule.step.isZero());
    }

    /**
     * Those of a file's versions that need not stay.
     *
     * @param newestFirst their revisions, in seconds
     */
    List<Long> superfluous(List<Long> newestFirst, long nowSeconds) {
        Set<Slot> taken = new HashSet<>();
        return newestFirst.stream()
                .filter(revision -> {
                    long step = step(revision, nowSeconds);
                    return step == 0 || !taken.add(new Slot(step, Math.floorDiv(revision, step)));
                })
                .toList();
    }

    private record Slot(long step, long number) {}

    /** The widest step that has begun for all of its versions: so they come under it together, and only their last one stays. */
    private long step(long revision, long nowSeconds) {
        for (int i = rules.size() - 1; i > 0; i--) {
            long step = rules.get(i).step.toSeconds();
            long end = step == 0 ? revision : (Math.floorDiv(revision, step) + 1) * step;
            if (nowSeconds - end >= rules.get(i - 1).age.toSeconds()) {
                return step;
            }
        }
        return rules.getFirst().step.toSeconds();
    }
}
