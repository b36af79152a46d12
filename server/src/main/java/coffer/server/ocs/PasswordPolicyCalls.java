package coffer.server.ocs;

import coffer.base.Secret;
import coffer.passwords.PasswordContext;
import coffer.passwords.PasswordPolicies;
import coffer.passwords.PasswordPolicy;
import coffer.server.http.PublicAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Making and judging passwords, as the application {@code password_policy} (its {@code APIController}, 2026) has it, and its capability. Judging tells
 * what everybody may know: the rules, and lists that are public. It does not look at any account.
 */
final class PasswordPolicyCalls {
    private static final String CALLS = "apps/password_policy/api/v1";
    private static final String GENERATE = CALLS + "/generate";
    private static final String VALIDATE = CALLS + "/validate";

    private final PasswordPolicies policies;
    private final SecureRandom random;

    PasswordPolicyCalls(PasswordPolicies policies, SecureRandom random) {
        this.policies = policies;
        this.random = random;
    }

    List<OcsRoute> routes() {
        return List.of(OcsRoute.of("GET", GENERATE, this::generate), OcsRoute.of("POST", VALIDATE, this::validate));
    }

    /** Programs that name no context want a password for a share (desktop client 3.16). */
    private OcsAnswer generate(OcsCall call) {
        Optional<PasswordPolicy> policy = policy(call, PasswordContext.SHARING);
        if (policy.isEmpty()) {
            return unknownContext();
        }
        try (Secret password = policy.get().generate(random)) {
            char[] chars = password.reveal();
            try {
                return OcsAnswer.ok(OcsAnswer.map().put("password", new String(chars)));
            } finally {
                Arrays.fill(chars, '\0');
            }
        }
    }

    private OcsAnswer validate(OcsCall call) {
        Optional<PasswordPolicy> policy = policy(call, PasswordContext.ACCOUNT);
        if (policy.isEmpty()) {
            return unknownContext();
        }
        try (Secret password = Secret.of(call.textOrEmpty("password"))) {
            Optional<String> refusal = policy.get().check(password);
            ObjectNode verdict = OcsAnswer.map().put("passed", refusal.isEmpty());
            refusal.ifPresent(reason -> verdict.put("reason", reason));
            return OcsAnswer.ok(verdict);
        }
    }

    /**
     * What is announced.
     *
     * @param address where the calls are; without one their addresses are left out
     */
    void announce(ObjectNode capability, Optional<PublicAddress> address) {
        // For programs that know of one policy only: that of accounts, as in stock servers.
        rules(capability, policies.account());
        ObjectNode each = capability.putObject("policies");
        for (PasswordContext context : PasswordContext.values()) {
            rules(each.putObject(context.word()), policies.of(context));
        }
        address.ifPresent(known -> capability
                .putObject("api")
                .put("generate", known.of(OcsVersion.V2.prefix() + "/" + GENERATE))
                .put("validate", known.of(OcsVersion.V2.prefix() + "/" + VALIDATE)));
    }

    private static void rules(ObjectNode members, PasswordPolicy policy) {
        members.put("minLength", policy.rules().lengthMin())
                .put("enforceHaveIBeenPwned", policy.breached().isPresent())
                .put("enforceNonCommonPassword", policy.rules().uncommon())
                .put("enforceNumericCharacters", policy.rules().digit())
                .put("enforceSpecialCharacters", policy.rules().special())
                .put("enforceUpperLowerCase", policy.rules().mixedCase());
    }

    /** Empty for a context that nobody knows. */
    private Optional<PasswordPolicy> policy(OcsCall call, PasswordContext otherwise) {
        return call.text("context")
                .map(PasswordContext::ofWord)
                .orElse(Optional.of(otherwise))
                .map(policies::of);
    }

    private static OcsAnswer unknownContext() {
        return OcsAnswer.failure(400, "The context is account or sharing.");
    }
}
