package coffer.server.ocs;

import coffer.accounts.Account;
import coffer.accounts.Accounts;
import coffer.accounts.Group;
import coffer.accounts.GroupResult;
import coffer.accounts.Groups;
import coffer.accounts.Listing;
import coffer.accounts.MemberResult;
import coffer.accounts.SubadminResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The administration of groups, their members and their administrators, for existing tools. */
final class GroupAdministration {
    private final Accounts accounts;
    private final Groups groups;
    private final UserAdministration users;

    GroupAdministration(Accounts accounts, Groups groups, UserAdministration users) {
        this.accounts = accounts;
        this.groups = groups;
        this.users = users;
    }

    List<OcsRoute> routes() {
        return List.of(
                OcsRoute.of("GET", "cloud/groups", this::ids),
                OcsRoute.of("GET", "cloud/groups/details", this::details),
                OcsRoute.confirmed("POST", "cloud/groups", this::create),
                OcsRoute.confirmed("PUT", "cloud/groups/{gid}", this::rename),
                OcsRoute.confirmed("DELETE", "cloud/groups/{gid}", this::delete),
                OcsRoute.of("GET", "cloud/groups/{gid}", this::members),
                OcsRoute.of("GET", "cloud/groups/{gid}/users", this::members),
                OcsRoute.of("GET", "cloud/groups/{gid}/users/details", this::memberDetails),
                OcsRoute.of("GET", "cloud/groups/{gid}/subadmins", this::subadmins),
                OcsRoute.of("GET", "cloud/users/{id}/groups", this::groupsOf),
                OcsRoute.confirmed("POST", "cloud/users/{id}/groups", this::join),
                OcsRoute.confirmed("DELETE", "cloud/users/{id}/groups", this::leave),
                OcsRoute.of("GET", "cloud/users/{id}/subadmins", this::managedBy),
                OcsRoute.confirmed("POST", "cloud/users/{id}/subadmins", this::promote),
                OcsRoute.confirmed("DELETE", "cloud/users/{id}/subadmins", this::demote));
    }

    private Listing<Groups.Details> page(OcsCall call) {
        Paging page = Paging.of(call);
        return groups.list(call.actor(), page.search(), "", page.skip(), page.limit());
    }

    private OcsAnswer ids(OcsCall call) {
        return switch (page(call)) {
            case Listing.NotAllowed<Groups.Details> _ -> UserAdministration.notAllowed();
            case Listing.Page<Groups.Details>(List<Groups.Details> page) ->
                OcsAnswer.ok(OcsAnswer.texts(
                        "groups",
                        page.stream().map(details -> details.group().gid()).toList()));
        };
    }

    private OcsAnswer details(OcsCall call) {
        return switch (page(call)) {
            case Listing.NotAllowed<Groups.Details> _ -> UserAdministration.notAllowed();
            case Listing.Page<Groups.Details>(List<Groups.Details> page) -> {
                ObjectNode data = OcsAnswer.map();
                ArrayNode list = data.putArray("groups");
                for (Groups.Details details : page) {
                    list.addObject()
                            .put("id", details.group().gid())
                            .put("displayname", details.group().displayName())
                            .put("usercount", details.members())
                            .put("disabled", details.disabled())
                            .put("canAdd", details.canChangeMembers())
                            .put("canRemove", details.canChangeMembers());
                }
                yield OcsAnswer.ok(data);
            }
        };
    }

    private OcsAnswer create(OcsCall call) {
        return changed(
                groups.create(call.actor(), call.textOrEmpty("groupid"), call.textOrEmpty("displayname")),
                OcsAnswer.failure(404, "Group does not exist"));
    }

    private OcsAnswer rename(OcsCall call) {
        if (!call.textOrEmpty("key").equals("displayname")) {
            return OcsAnswer.failure(101, "Only displayname can be changed");
        }
        return changed(groups.rename(call.actor(), call.path("gid"), call.textOrEmpty("value")), unknownGroup());
    }

    private OcsAnswer delete(OcsCall call) {
        return changed(groups.delete(call.actor(), call.path("gid")), OcsAnswer.failure(101, "Group does not exist"));
    }

    private static OcsAnswer changed(GroupResult result, OcsAnswer unknown) {
        return switch (result) {
            case GroupResult.Done _ -> OcsAnswer.done();
            case GroupResult.Invalid(String reason) -> OcsAnswer.failure(101, reason);
            case GroupResult.Exists _ -> OcsAnswer.failure(102, "Group exists already");
            case GroupResult.UnknownGroup _ -> unknown;
            case GroupResult.AdminGroup _ -> OcsAnswer.failure(102, "The group of administrators stays");
            case GroupResult.NotAllowed _ -> UserAdministration.notAllowed();
        };
    }

    private OcsAnswer members(OcsCall call) {
        return inGroup(
                call,
                group -> OcsAnswer.ok(OcsAnswer.texts(
                        "users",
                        accounts
                                .list(
                                        call.actor(),
                                        UserAdministration.query(call).inGroup(group.gid()))
                                .itemsOrNone()
                                .stream()
                                .map(Account::uid)
                                .toList())));
    }

    private OcsAnswer memberDetails(OcsCall call) {
        return inGroup(
                call,
                group -> users.details(call, UserAdministration.query(call).inGroup(group.gid())));
    }

    private OcsAnswer inGroup(OcsCall call, Function<Group, OcsAnswer> answer) {
        return groups.visible(call.actor(), call.path("gid")).map(answer).orElseGet(GroupAdministration::unknownGroup);
    }

    private OcsAnswer subadmins(OcsCall call) {
        return groups.subadmins(call.actor(), call.path("gid"))
                .map(GroupAdministration::listOf)
                .orElseGet(GroupAdministration::unknownGroup);
    }

    private OcsAnswer groupsOf(OcsCall call) {
        Optional<List<Group>> known = groups.of(call.actor(), call.path("id"));
        return known.map(list -> OcsAnswer.ok(
                        OcsAnswer.texts("groups", list.stream().map(Group::gid).toList())))
                .orElseGet(UserRecords::unknown);
    }

    private OcsAnswer managedBy(OcsCall call) {
        return groups.managedBy(call.actor(), call.path("id"))
                .map(list -> listOf(list.stream().map(Group::gid).toList()))
                .orElseGet(UserRecords::unknown);
    }

    private OcsAnswer join(OcsCall call) {
        String gid = call.textOrEmpty("groupid");
        return gid.isEmpty() ? noGroup() : member(groups.add(call.actor(), call.path("id"), gid));
    }

    private OcsAnswer leave(OcsCall call) {
        String gid = call.textOrEmpty("groupid");
        return gid.isEmpty() ? noGroup() : member(groups.remove(call.actor(), call.path("id"), gid));
    }

    private static OcsAnswer member(MemberResult result) {
        return switch (result) {
            case MemberResult.Done _ -> OcsAnswer.done();
            case MemberResult.UnknownGroup _ -> OcsAnswer.failure(102, "Group does not exist");
            case MemberResult.UnknownAccount _ -> OcsAnswer.failure(103, "User does not exist");
            case MemberResult.NotAllowed _ -> OcsAnswer.failure(104, "Insufficient privileges for this group");
            case MemberResult.Oneself _ ->
                OcsAnswer.failure(105, "Nobody takes themselves out of what they administer");
            case MemberResult.LastAdmin _ -> OcsAnswer.failure(105, "The last administrator stays");
            case MemberResult.LastManagedGroup _ ->
                OcsAnswer.failure(105, "The account would be in none of your groups any more");
        };
    }

    private OcsAnswer promote(OcsCall call) {
        return subadmin(groups.promote(call.actor(), call.path("id"), call.textOrEmpty("groupid")), 102);
    }

    private OcsAnswer demote(OcsCall call) {
        return subadmin(groups.demote(call.actor(), call.path("id"), call.textOrEmpty("groupid")), 101);
    }

    private static OcsAnswer subadmin(SubadminResult result, int unknownGroup) {
        return switch (result) {
            case SubadminResult.Done _ -> OcsAnswer.done();
            case SubadminResult.UnknownAccount _ -> OcsAnswer.failure(101, "User does not exist");
            case SubadminResult.UnknownGroup _ -> OcsAnswer.failure(unknownGroup, "Group does not exist");
            case SubadminResult.AdminGroup _ ->
                OcsAnswer.failure(103, "Nobody can be group administrator of the administrators");
            case SubadminResult.NotSubadmin _ -> OcsAnswer.failure(102, "The account does not administer the group");
            case SubadminResult.NotAllowed _ -> UserAdministration.notAllowed();
        };
    }

    private static OcsAnswer noGroup() {
        return OcsAnswer.failure(101, "No group was named");
    }

    private static OcsAnswer unknownGroup() {
        return OcsAnswer.failure(404, "The requested group could not be found");
    }

    private static OcsAnswer listOf(List<String> values) {
        ArrayNode list = OcsAnswer.list();
        values.forEach(list::add);
        return OcsAnswer.ok(list);
    }
}
