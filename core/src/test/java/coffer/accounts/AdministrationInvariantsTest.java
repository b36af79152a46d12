package coffer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import coffer.base.Actor;
import coffer.base.Secret;
import coffer.db.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever sequence of changes by whomever: somebody can always administer the installation, and nobody gains or gives
 * rights that they do not have. The rules are told here a second time, from the outside, by comparing what can be seen
 * before and after each change.
 */
final class AdministrationInvariantsTest extends AccountsKit {
    private static final int CHANGES = 600;
    private static final List<String> UIDS = List.of("a", "b", "c", "d", "e", "f", "g");
    private static final List<String> GIDS = List.of("admin", "red", "green", "blue");

    @Override
    protected TestDatabase testDatabase() {
        return TestDatabase.sqlite(directory);
    }

    /** What rights depend on. */
    private record State(
            Set<String> enabled,
            Map<String, Set<String>> memberOf,
            Map<String, Set<String>> manages,
            Map<String, Quota> quotas) {
        boolean isAdmin(String uid) {
            return enabled.contains(uid) && memberOf.getOrDefault(uid, Set.of()).contains(Group.ADMIN);
        }

        Set<String> managedBy(String uid) {
            return enabled.contains(uid) ? manages.getOrDefault(uid, Set.of()) : Set.of();
        }

        /** Group administrator of a member who has no more rights than they have. */
        boolean isManaged(String uid, String by) {
            Set<String> groups = memberOf.getOrDefault(uid, Set.of());
            return groups.stream().anyMatch(managedBy(by)::contains)
                    && !groups.contains(Group.ADMIN)
                    && managedBy(by).containsAll(manages.getOrDefault(uid, Set.of()));
        }
    }

    @Test
    void nobodyGainsRightsAndAnAdministratorRemains() {
        long seed = new Random().nextLong();
        Random chance = new Random(seed);
        account("a", Group.ADMIN);
        GIDS.stream().skip(1).forEach(this::group);
        AccountRemovals removals = new AccountRemovals(database, events, List.of());

        for (int i = 0; i < CHANGES; i++) {
            State before = state();
            @Nullable String by = chance.nextInt(10) == 0 ? null : pick(chance, UIDS);
            Optional<Account> account = by == null ? Optional.empty() : accounts.byUid(by);
            if (by != null && account.isEmpty()) {
                continue;
            }
            String change = change(chance, account.map(AccountsKit::actor).orElseGet(AccountsKit::operator));
            removals.run();
            String story = "seed " + seed + ", change " + i + ": " + change + " by " + by + ", before " + before;
            check(before, state(), by, story);
        }
    }

    private void check(State before, State after, @Nullable String by, String story) {
        assertThat(UIDS).as(story).anyMatch(after::isAdmin);
        if (by == null || before.isAdmin(by)) {
            return;
        }
        assertThat(members(after, Group.ADMIN)).as(story).isEqualTo(members(before, Group.ADMIN));
        for (String uid : UIDS) {
            boolean isNew = !before.quotas().containsKey(uid) && after.quotas().containsKey(uid);
            Set<String> managed = after.manages().getOrDefault(uid, Set.of());
            assertThat(before.manages().getOrDefault(uid, Set.of()).containsAll(managed)
                            || (isNew && before.managedBy(by).containsAll(managed)))
                    .as(story)
                    .isTrue();
            boolean changed = !before.memberOf()
                            .getOrDefault(uid, Set.of())
                            .equals(after.memberOf().getOrDefault(uid, Set.of()))
                    || before.enabled().contains(uid) != after.enabled().contains(uid)
                    || !Optional.ofNullable(before.quotas().get(uid))
                            .equals(Optional.ofNullable(after.quotas().get(uid)));
            if (changed && isNew) {
                assertThat(before.managedBy(by))
                        .as(story)
                        .containsAll(after.memberOf().get(uid));
            } else if (changed) {
                assertThat(before.isManaged(uid, by) && !uid.equals(by))
                        .as(story)
                        .isTrue();
            }
        }
    }

    private String change(Random chance, Actor by) {
        String uid = pick(chance, UIDS);
        String gid = pick(chance, GIDS);
        Object result =
                switch (chance.nextInt(9)) {
                    case 0, 1 -> create(by, uid, gid, chance.nextBoolean() ? List.of(pick(chance, GIDS)) : List.of());
                    case 2 -> accounts.setEnabled(by, uid, chance.nextBoolean());
                    case 3 -> accounts.delete(by, uid);
                    case 4 -> groups.add(by, uid, gid);
                    case 5 -> groups.remove(by, uid, gid);
                    case 6 -> groups.promote(by, uid, gid);
                    case 7 -> groups.demote(by, uid, gid);
                    default ->
                        accounts.edit(by, uid, new AccountChange.SetQuota(new Quota.Bytes(chance.nextInt(1_000_000))));
                };
        return uid + " " + gid + " " + result;
    }

    private CreateResult create(Actor by, String uid, String gid, List<String> subadminOf) {
        try (Secret password = Secret.of(PASSWORD)) {
            return accounts.create(
                    by, new NewAccount(uid, password, "", null, List.of(gid), subadminOf, new Quota.Default(), ""));
        }
    }

    private State state() {
        Set<String> enabled = new TreeSet<>();
        Map<String, Set<String>> memberOf = new TreeMap<>();
        Map<String, Set<String>> manages = new TreeMap<>();
        Map<String, Quota> quotas = new TreeMap<>();
        for (Account account :
                accounts.list(operator(), AccountQuery.all("", "", 100)).itemsOrNone()) {
            if (account.enabled()) {
                enabled.add(account.uid());
            }
            memberOf.put(account.uid(), gids(groups.of(account.id())));
            manages.put(account.uid(), gids(groups.managedBy(account.id())));
            quotas.put(account.uid(), account.quota());
        }
        return new State(enabled, memberOf, manages, quotas);
    }

    private static Set<String> gids(List<Group> groups) {
        Set<String> gids = new TreeSet<>();
        groups.forEach(group -> gids.add(group.gid()));
        return gids;
    }

    private static Set<String> members(State state, String gid) {
        Set<String> members = new TreeSet<>();
        state.memberOf().forEach((uid, groups) -> {
            if (groups.contains(gid)) {
                members.add(uid);
            }
        });
        return members;
    }

    private static <T> T pick(Random chance, List<T> from) {
        return from.get(chance.nextInt(from.size()));
    }
}
