package coffer.accounts;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of addresses: the unit in which failures are counted, exemptions are given and proxies are believed.
 *
 * @param v6 whether these are IPv6 addresses
 * @param high the first 64 bits of the first address; of an IPv4 address only the last 32 of these are used
 * @param low the other 64 bits; 0 for IPv4
 * @param bits length of the common prefix, 0 to 32 or 0 to 128
 */
public record Network(boolean v6, long high, long low, int bits) {
    /** One household or one machine: what a provider gives to one customer at least. */
    static final int COUNTED_BITS_V4 = 32;

    static final int COUNTED_BITS_V6 = 56;

    private static final int BITS_V4 = 32;
    private static final int BITS_V6 = 128;

    private static final Pattern BLOCK = Pattern.compile("([0-9A-Fa-f:.]{2,45})(?:/(\\d{1,3}))?");
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /**
     * The block to which failures from this address are counted. What is no address, such as the name of a local
     * socket, counts as the unspecified address.
     *
     * @param address a numeric address; nothing is looked up
     */
    static Network counted(String address) {
        return literal(withoutZone(address))
                .map(found -> block(found, found instanceof Inet4Address ? COUNTED_BITS_V4 : COUNTED_BITS_V6))
                .orElseGet(() -> new Network(true, 0, 0, BITS_V6));
    }

    /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address. Bits after the prefix are cleared. */
    public static Optional<Network> parse(String text) {
        Matcher parts = BLOCK.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        String address = parts.group(1);
        boolean colons = address.indexOf(':') >= 0;
        // The runtime also reads 10.1 as 10.0.0.1; somebody who writes 10.1/16 means something else.
        if (!colons && !DOTTED.matcher(address).matches()) {
            return Optional.empty();
        }
        return literal(address).flatMap(found -> {
            int width = found instanceof Inet4Address ? BITS_V4 : BITS_V6;
            int bits = parts.group(2) == null ? width : Integer.parseInt(parts.group(2));
            // ::ffff:10.0.0.1/104 is an IPv4 block in disguise: refused, because its prefix counts 128 bits.
            boolean mapped = colons && width == BITS_V4;
            return bits > width || mapped ? Optional.empty() : Optional.of(block(found, bits));
        });
    }

    /**
     * A single address, IPv4 also when it is written as {@code ::ffff:10.0.0.1}; empty for anything else. Nothing is
     * looked up.
     */
    public static Optional<Network> ofAddress(String text) {
        if (text.indexOf(':') < 0 && !DOTTED.matcher(text).matches()) {
            return Optional.empty();
        }
        return literal(withoutZone(text)).map(found -> block(found, found instanceof Inet4Address ? BITS_V4 : BITS_V6));
    }

    /** The first address of the block, as text. */
    public String address() {
        String text = toString();
        return text.substring(0, text.indexOf('/'));
    }

    /** Whether every address of the other block lies in this one. */
    public boolean contains(Network other) {
        return v6 == other.v6 && bits <= other.bits && (other.high & mask(0)) == high && (other.low & mask(1)) == low;
    }

    /** The block as {@link #parse} reads it. */
    @Override
    public String toString() {
        try {
            byte[] bytes = v6
                    ? ByteBuffer.allocate(16).putLong(high).putLong(low).array()
                    : ByteBuffer.allocate(4).putInt((int) high).array();
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }

    private static Network block(InetAddress address, int bits) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        boolean v6 = bytes.remaining() == 16;
        Network whole = v6
                ? new Network(true, bytes.getLong(), bytes.getLong(), bits)
                : new Network(false, Integer.toUnsignedLong(bytes.getInt()), 0, bits);
        return new Network(v6, whole.high & whole.mask(0), whole.low & whole.mask(1), bits);
    }

    /** Which bits of the {@code half} (0 high, 1 low) belong to the prefix. */
    private long mask(int half) {
        if (!v6) {
            return half == 0 ? (-1L << (BITS_V4 - bits)) & 0xFFFF_FFFFL : -1L;
        }
        int set = Math.clamp(bits - 64L * half, 0, 64);
        return set == 0 ? 0 : -1L << (64 - set);
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
