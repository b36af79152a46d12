package coffer.shares;

import coffer.files.Right;
import java.util.EnumSet;
import java.util.Set;

/** Rights in the bits of the clients. */
public final class ShareBits {
    public static final int READ = 1;
    public static final int UPDATE = 2;
    public static final int CREATE = 4;
    public static final int DELETE = 8;
    public static final int SHARE = 16;
    public static final int ALL = READ | UPDATE | CREATE | DELETE | SHARE;

    private ShareBits() {}

    public static Set<Right> rights(int bits) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (Right right : Right.values()) {
            if ((bits & bit(right)) != 0) {
                rights.add(right);
            }
        }
        return rights;
    }

    public static int of(Set<Right> rights) {
        return rights.stream().mapToInt(ShareBits::bit).sum();
    }

    private static int bit(Right right) {
        return switch (right) {
            case READ -> READ;
            case UPDATE -> UPDATE;
            case CREATE -> CREATE;
            case DELETE -> DELETE;
            case SHARE -> SHARE;
        };
    }
}
