package coffer.server.ocs;

import coffer.accounts.AppPasswords;
import coffer.accounts.IssueResult;
import coffer.base.Secret;
import java.util.List;

/** App passwords for programs that hold the real password, and their end when an account is removed from a client. */
final class DevicePasswords {
    private final AppPasswords appPasswords;

    DevicePasswords(AppPasswords appPasswords) {
        this.appPasswords = appPasswords;
    }

    List<OcsRoute> routes() {
        return List.of(
                OcsRoute.of("GET", "core/getapppassword", this::issue),
                OcsRoute.of("DELETE", "core/apppassword", this::revoke),
                OcsRoute.of("POST", "core/apppassword/rotate", this::renew));
    }

    private OcsAnswer issue(OcsCall call) {
        if (call.request().session().isPresent()) {
            // The password itself must come with this very request; a browser has the page of devices.
            return SessionConfirmation.missing();
        }
        String loginName = call.request().loginName().orElse(call.account().uid());
        String device = call.request().origin().agent();
        return answer(
                appPasswords.issue(call.actor(), call.account().id(), loginName, device),
                "An app password cannot ask for another one");
    }

    private OcsAnswer renew(OcsCall call) {
        return answer(appPasswords.renew(call.actor()), "Only an app password can be renewed");
    }

    private OcsAnswer revoke(OcsCall call) {
        Long credential = call.actor().credential();
        if (credential == null || !appPasswords.revoke(call.actor(), credential)) {
            return OcsAnswer.failure(403, "Only an app password can be given up");
        }
        return OcsAnswer.done();
    }

    private static OcsAnswer answer(IssueResult result, String notAllowed) {
        return switch (result) {
            case IssueResult.Issued issued -> {
                try (Secret secret = issued.secret()) {
                    yield OcsAnswer.ok(OcsAnswer.map().put("apppassword", new String(secret.reveal())));
                }
            }
            case IssueResult.NotAllowed _, IssueResult.UnknownAccount _ -> OcsAnswer.failure(403, notAllowed);
            case IssueResult.TooMany _ ->
                OcsAnswer.failure(403, "The account has too many app passwords; remove some first");
        };
    }
}
