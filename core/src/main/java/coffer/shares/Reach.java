package coffer.shares;

import coffer.accounts.People;
import coffer.base.AccountId;
import coffer.base.FileId;
import coffer.db.Session;
import coffer.files.Tree;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What shares are worth: at most what their sharers may do now. An owner may do everything; whoever received something may hand it on
 * when one of the shares by which they have it says so. When a share ends, what was handed on by it is worth nothing; when it
 * comes back, so does that. Rings of people who share with each other give nobody anything.
 *
 * <p>Whether somebody has left a share makes no difference here: they still may. Fetching content is one more bit, which a share has unless its
 * attributes forbid it: whoever may only look hands on no more than that.
 */
final class Reach {
    /** Content may be fetched, and not only looked at. Behind the bits of the clients. */
    static final int DOWNLOAD = 32;

    private static final int EVERYTHING = ShareBits.ALL | DOWNLOAD;

    private final Session session;
    private final Instant now;
    private final Map<AccountId, Set<Long>> groups = new HashMap<>();
    private final Map<FileId, List<FileId>> lineages = new HashMap<>();
    private final Map<Integer, Share> known = new HashMap<>();
    private final Map<Integer, Integer> worth = new HashMap<>();

    private Reach(Session session, Instant now) {
        this.session = session;
        this.now = now;
    }

    /** The bits that each of these shares gives its recipients now, {@link #DOWNLOAD} among them. */
    static Map<Integer, Integer> of(Session session, Collection<Share> shares, Instant now) throws SQLException {
        Reach reach = new Reach(session, now);
        List<FileId> handedOn = shares.stream()
                .filter(Share::isReshare)
                .map(Share::node)
                .distinct()
                .toList();
        reach.load(Tree.lineages(session, handedOn));
        shares.forEach(share -> reach.known.put(share.id(), share));
        reach.settle();
        Map<Integer, Integer> bits = new HashMap<>();
        shares.forEach(share -> bits.put(share.id(), reach.worth.getOrDefault(share.id(), 0)));
        return bits;
    }

    /**
     * What an account may do with something, whoever it belongs to.
     *
     * @param owner of the space
     * @param lineage of it, from the root of the space down to itself
     */
    static int of(Session session, AccountId account, AccountId owner, List<FileId> lineage, Instant now)
            throws SQLException {
        if (account.equals(owner)) {
            return EVERYTHING;
        }
        if (lineage.isEmpty()) {
            return 0;
        }
        Reach reach = new Reach(session, now);
        reach.load(Map.of(lineage.getLast(), lineage));
        reach.settle();
        return reach.bits(account, lineage.getLast());
    }

    /** All shares on these ways. */
    private void load(Map<FileId, List<FileId>> ways) throws SQLException {
        Set<FileId> nodes = new LinkedHashSet<>();
        for (List<FileId> way : ways.values()) {
            for (int depth = 0; depth < way.size(); depth++) {
                lineages.putIfAbsent(way.get(depth), way.subList(0, depth + 1));
                nodes.add(way.get(depth));
            }
        }
        for (Share share : ShareRows.on(session, new ArrayList<>(nodes))) {
            if (!share.isExpired(now)) {
                known.put(share.id(), share);
            }
        }
    }

    /** The worths grow from those of the owners' own shares until none of them grows any more. */
    private void settle() throws SQLException {
        for (Share share : known.values()) {
            worth.put(share.id(), share.isReshare() || share.isExpired(now) ? 0 : granted(share));
        }
        boolean growing = true;
        while (growing) {
            growing = false;
            for (Share share : known.values()) {
                if (share.isReshare() && !share.isExpired(now)) {
                    int allowed = bits(share.sharer(), share.node());
                    int bits = (allowed & ShareBits.SHARE) == 0 ? 0 : allowed & granted(share);
                    growing |= bits
                            != Optional.ofNullable(worth.put(share.id(), bits)).orElse(0);
                }
            }
        }
    }

    private static int granted(Share share) {
        return ShareAttributes.forbidsDownload(share.attributes()) ? share.bits() : share.bits() | DOWNLOAD;
    }

    private int bits(AccountId account, FileId node) throws SQLException {
        int bits = 0;
        List<FileId> way = lineages.getOrDefault(node, List.of());
        for (Share share : known.values()) {
            if (way.contains(share.node()) && share.reaches(account, groupsOf(account))) {
                bits |= worth.getOrDefault(share.id(), 0);
            }
        }
        return bits;
    }

    private Set<Long> groupsOf(AccountId account) throws SQLException {
        Set<Long> known = groups.get(account);
        if (known == null) {
            known = People.groupsOf(session, account);
            groups.put(account, known);
        }
        return known;
    }
}
