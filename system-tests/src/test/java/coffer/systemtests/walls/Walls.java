package coffer.systemtests.walls;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;

import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;

/**
 * The rules between packages that the compiler cannot see. Each is named after its wall, and the name stands in every report.
 *
 * @param root the package that the names in {@link Arrows} are relative to: {@code coffer} for the house itself, another for a house that
 *     a test built to break the rules
 */
record Walls(String root) {

    /** Types that exist to be changed: an instance in a static field is state that two servers in one process would share. */
    private static final List<Class<?>> SHARED_STATE = List.of(
            java.util.concurrent.atomic.AtomicBoolean.class,
            java.util.concurrent.atomic.AtomicInteger.class,
            java.util.concurrent.atomic.AtomicLong.class,
            java.util.concurrent.atomic.AtomicReference.class,
            java.util.concurrent.atomic.LongAdder.class,
            java.util.concurrent.ConcurrentMap.class,
            java.util.concurrent.BlockingQueue.class,
            java.util.concurrent.Semaphore.class,
            java.util.concurrent.Executor.class,
            java.util.Random.class,
            ThreadLocal.class,
            Lock.class);

    /** Types that a static initialiser may use to build a constant, but that a constant may not have. */
    private static final List<Class<?>> CHANGEABLE =
            List.of(java.util.AbstractCollection.class, java.util.AbstractMap.class, StringBuilder.class);

    List<ArchRule> rules() {
        return List.of(
                arrows(),
                engineOnlyInHttp(),
                mailOnlyInMessages(),
                objectStoreOnlyInS3(),
                archivesOnlyInArchive(),
                coreKnowsNoProtocol(),
                sqlOnlyBelowTheServer(),
                poolAndMigrationsOnlyInDb(),
                bouncyCastleOnlyInAccounts(),
                noEndToEndCryptography(),
                noStaticMutableState(),
                timeAndChanceAreGiven(),
                oneLog());
    }

    /** The table of arrows; a package without a row is reported too. */
    ArchRule arrows() {
        return rule("WALL arrows: packages use only what the table allows", _ -> true, (origin, events) -> {
            var from = relative(origin);
            if (!Arrows.knows(from)) {
                events.add(
                        violated(origin, origin.getName() + " is in a package without a row in the table of arrows"));
            }
            for (var dependency : origin.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType();
                if (isOurs(target) && !Arrows.allows(from, relative(target), target.getSimpleName())) {
                    events.add(violated(dependency, dependency.getDescription()));
                }
            }
        });
    }

    ArchRule engineOnlyInHttp() {
        return banned(
                "WALL engine: only server.http sees the HTTP engine",
                in("server.http").negate(),
                List.of("org.eclipse.jetty."));
    }

    ArchRule mailOnlyInMessages() {
        return banned(
                "WALL mail: only adapter.messages sees the mail library",
                in("adapter.messages").negate(),
                List.of("jakarta.mail.", "jakarta.activation.", "org.eclipse.angus."));
    }

    ArchRule objectStoreOnlyInS3() {
        return banned(
                "WALL s3: only adapter.s3 sees the library of object stores",
                in("adapter.s3").negate(),
                List.of("software.amazon.awssdk.services.s3."));
    }

    ArchRule archivesOnlyInArchive() {
        return banned(
                "WALL archive: only server.archive sees the library for archives, and what comes with it",
                in("server.archive").negate(),
                List.of("org.apache.commons.compress.", "org.apache.commons.io.", "org.apache.commons.lang3."));
    }

    ArchRule coreKnowsNoProtocol() {
        return banned(
                "WALL core: the core sees no HTTP, no XML and no command line",
                this::isCore,
                List.of(
                        "java.net.http.",
                        "com.sun.net.httpserver.",
                        "javax.xml.",
                        "org.w3c.dom.",
                        "com.ctc.wstx.",
                        "picocli.",
                        "jakarta."));
    }

    ArchRule sqlOnlyBelowTheServer() {
        return banned(
                "WALL sql: only features of the core that own tables see JDBC",
                in("base").or(origin -> !isCore(origin)),
                List.of("java.sql.", "javax.sql."));
    }

    ArchRule poolAndMigrationsOnlyInDb() {
        return banned(
                "WALL db: pool, migrations and drivers are the business of db alone",
                in("db").negate(),
                List.of("com.zaxxer.hikari.", "org.flywaydb.", "org.sqlite.", "org.postgresql."));
    }

    ArchRule bouncyCastleOnlyInAccounts() {
        return banned(
                "WALL cryptography: Bouncy Castle serves accounts (Argon2id) alone; the rest is the JDK's",
                in("accounts").negate(),
                List.of("org.bouncycastle."));
    }

    ArchRule noEndToEndCryptography() {
        return banned(
                "WALL end-to-end: server and core cannot link end-to-end cryptography or the client",
                _ -> true,
                List.of(root + ".e2ee.", root + ".client."));
    }

    ArchRule noStaticMutableState() {
        return rule("WALL state: no static mutable state", _ -> true, (origin, events) -> {
            for (var field : origin.getFields()) {
                if (field.getModifiers().contains(JavaModifier.STATIC) && isState(field)) {
                    events.add(violated(field, field.getDescription() + " is static and can change"));
                }
            }
            for (var call : origin.getConstructorCallsFromSelf()) {
                if (call.getOrigin() instanceof JavaStaticInitializer && isAny(call.getTargetOwner(), SHARED_STATE)) {
                    events.add(violated(call, call.getDescription()));
                }
            }
        });
    }

    /** A test can only turn the clock, or repeat a run from its seed, where both come through the constructor. */
    ArchRule timeAndChanceAreGiven() {
        return rule(
                "WALL time: only the wiring makes clocks and random generators",
                isProgram().negate(),
                (origin, events) -> {
                    for (var call : origin.getMethodCallsFromSelf()) {
                        if (readsTheSystemClock(call.getTarget())) {
                            events.add(violated(call, call.getDescription()));
                        }
                    }
                    for (var call : origin.getConstructorCallsFromSelf()) {
                        if (call.getTargetOwner().isAssignableTo(java.util.Random.class)) {
                            events.add(violated(call, call.getDescription()));
                        }
                    }
                });
    }

    private static boolean readsTheSystemClock(MethodCallTarget target) {
        var owner = target.getOwner();
        var name = target.getName();
        if (owner.isEquivalentTo(System.class)) {
            return name.equals("currentTimeMillis");
        }
        if (owner.isEquivalentTo(Clock.class)) {
            return name.startsWith("system");
        }
        return owner.getPackageName().equals("java.time")
                && name.equals("now")
                && target.getRawParameterTypes().isEmpty();
    }

    ArchRule oneLog() {
        return rule("WALL log: SLF4J for logs; only the command line prints", _ -> true, (origin, events) -> {
            for (var dependency : origin.getDirectDependenciesFromSelf()) {
                var name = dependency.getTargetClass().getName();
                if (name.startsWith("java.util.logging.") || name.startsWith("org.apache.commons.logging.")) {
                    events.add(violated(dependency, dependency.getDescription()));
                }
            }
            if (isProgram().test(origin)) {
                return;
            }
            for (var access : origin.getFieldAccessesFromSelf()) {
                if (access.getTargetOwner().isEquivalentTo(System.class)) {
                    events.add(violated(access, access.getDescription()));
                }
            }
            for (var call : origin.getMethodCallsFromSelf()) {
                if (call.getTarget().getName().equals("printStackTrace")
                        && call.getTargetOwner().isAssignableTo(Throwable.class)) {
                    events.add(violated(call, call.getDescription()));
                }
            }
        });
    }

    private boolean isState(JavaField field) {
        if (field.getName().contains("$")) {
            return false; // what the compiler adds: switch tables, assertion flags
        }
        return !field.getModifiers().contains(JavaModifier.FINAL)
                || isAny(field.getRawType(), SHARED_STATE)
                || isAny(field.getRawType(), CHANGEABLE);
    }

    private static boolean isAny(JavaClass type, List<Class<?>> types) {
        return types.stream().anyMatch(type::isAssignableTo);
    }

    private ArchRule banned(String wall, Predicate<JavaClass> behind, Collection<String> prefixes) {
        return rule(wall, behind, (origin, events) -> {
            for (var dependency : origin.getDirectDependenciesFromSelf()) {
                if (startsWithAny(dependency, prefixes)) {
                    events.add(violated(dependency, dependency.getDescription()));
                }
            }
        });
    }

    private static boolean startsWithAny(Dependency dependency, Collection<String> prefixes) {
        var name = dependency.getTargetClass().getBaseComponentType().getName();
        return prefixes.stream().anyMatch(name::startsWith);
    }

    private ArchRule rule(String wall, Predicate<JavaClass> behind, Check check) {
        return ArchRuleDefinition.classes()
                .should(new ArchCondition<JavaClass>("stay behind it") {
                    @Override
                    public void check(JavaClass origin, ConditionEvents events) {
                        if (!origin.getSimpleName().equals("package-info") && behind.test(origin)) {
                            check.apply(origin, events);
                        }
                    }
                })
                .as(wall);
    }

    private Predicate<JavaClass> in(String name) {
        return origin -> relative(origin).equals(name);
    }

    /** The wiring and the command line: the two places where the program meets its surroundings. */
    private Predicate<JavaClass> isProgram() {
        return in("server").or(in("server.operator"));
    }

    private boolean isCore(JavaClass origin) {
        var name = relative(origin);
        return !name.equals("server") && !name.startsWith("server.") && !name.startsWith("adapter.");
    }

    private boolean isOurs(JavaClass target) {
        return target.getPackageName().startsWith(root + ".");
    }

    private String relative(JavaClass target) {
        return target.getPackageName().substring(root.length() + 1);
    }

    private interface Check {
        void apply(JavaClass origin, ConditionEvents events);
    }
}
