package coffer.server.ocs;

import coffer.accounts.Accounts;
import coffer.accounts.AppPasswords;
import coffer.accounts.Groups;
import coffer.avatars.Avatars;
import coffer.files.Homes;
import coffer.files.Spaces;
import coffer.locks.FileLocks;
import coffer.passwords.PasswordPolicies;
import coffer.server.http.Router;
import coffer.shares.Sharees;
import coffer.shares.Shares;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** All of this package, for the one who wires the server. */
public final class OcsApi {
    private final OcsTable table;
    private final AvatarPages pictures;
    private final FrontPages front;

    public OcsApi(
            Accounts accounts,
            Groups groups,
            AppPasswords appPasswords,
            Avatars avatars,
            SpaceUse use,
            Homes homes,
            Spaces spaces,
            FileLocks locks,
            Shares shares,
            Sharees sharees,
            Function<String, String> mediaTypes,
            FileHistory histories,
            PasswordPolicies passwords,
            SessionConfirmation confirmation,
            FrontPages front,
            SecureRandom random,
            Clock clock) {
        this.front = front;
        UserRecords records = new UserRecords(accounts, groups, use);
        PasswordPolicyCalls passwordPolicy = new PasswordPolicyCalls(passwords, random);
        UserAdministration users = new UserAdministration(accounts, records);
        // In this order: a literal segment is tried before a variable one in its place.
        List<OcsRoute> rows = new ArrayList<>();
        rows.addAll(new ServerInformation(passwordPolicy).routes());
        rows.addAll(new DevicePasswords(appPasswords).routes());
        rows.addAll(confirmation.routes());
        rows.addAll(users.routes());
        rows.addAll(new GroupAdministration(accounts, groups, users).routes());
        rows.addAll(records.routes());
        rows.addAll(new FileLockCalls(homes, spaces, locks, clock).routes());
        rows.addAll(new HistoryCalls(histories).routes());
        rows.addAll(new ShareeCalls(sharees).routes());
        rows.addAll(new ShareCalls(spaces, shares, new ShareJson(mediaTypes)).routes());
        rows.addAll(passwordPolicy.routes());
        table = new OcsTable(rows, confirmation);
        pictures = new AvatarPages(accounts, avatars);
    }

    /**
     * Adds {@code /ocs}, {@code /status.php}, {@code /204}, {@code /avatar}, {@code /remote.php/dav/avatars}, {@code
     * /.well-known} and {@code /}, the front routes below {@code /index.php} too.
     */
    public void addTo(Router.Builder routes) {
        routes.routes(table.routes());
        pictures.addTo(routes);
        front.addTo(routes);
    }
}
