package coffer.server;

import coffer.accounts.Accounts;
import coffer.accounts.FirstAdmin;
import coffer.base.Secret;
import java.io.PrintWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the first administrator of an empty installation. */
final class FirstStart {
    static final String PASSWORD_VARIABLE = "COFFER_ADMIN_PASSWORD";

    private FirstStart() {}

    /**
     * Does nothing when there are accounts already. A password that was made up is printed here and nowhere else, ever.
     *
     * @param given the password from the environment, null to make one up
     * @throws SettingsRefused when the given password breaks a rule
     */
    static void administrator(Accounts accounts, @Nullable String given, PrintWriter out) {
        try (Secret password = given == null ? null : Secret.of(given)) {
            switch (accounts.ensureFirstAdmin(password)) {
                case FirstAdmin.Exists _ -> {}
                case FirstAdmin.Created(var account, Secret generated) -> {
                    if (generated != null) {
                        print(account.uid(), generated, out);
                    }
                }
                case FirstAdmin.PasswordRefused(String reason) ->
                    throw new SettingsRefused((given == null ? "A made-up password" : PASSWORD_VARIABLE)
                            + " cannot be the administrator's password: " + reason);
            }
        }
    }

    private static void print(String uid, Secret password, PrintWriter out) {
        char[] chars = password.reveal();
        password.close();
        out.print("First start. Sign in as " + uid + " with the password ");
        out.print(chars);
        out.println(", which is shown only now.");
        out.flush();
        Arrays.fill(chars, '\0');
    }
}
