package coffer.adapter.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place of objects in an object store, as the setting names it. Holds no secret.
 *
 * @param bucket a name by the rules of Amazon S3 ("General purpose bucket naming rules")
 * @param prefix what the names of all objects begin with, without a slash at either end; may be empty
 * @param endpoint scheme, host and port of the server; null for Amazon's own of the region
 * @param region part of every signature; servers without regions take any, often {@code us-east-1}
 * @param pathStyle whether the bucket stands in the path of a URL ({@code https://host/bucket}) or before the host's name
 */
public record S3Address(
        String bucket, String prefix, @Nullable URI endpoint, String region, boolean pathStyle) {
    /** Leaves room for what is put behind it: keys have at most 1,024 bytes. */
    static final int PREFIX_LENGTH_MAX = 512;

    private static final String ENDPOINT = "endpoint";
    private static final String REGION = "region";
    private static final String PATH_STYLE = "path-style";
    private static final List<String> KNOWN = List.of(ENDPOINT, REGION, PATH_STYLE);

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern REGION_NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final int PORT_MAX = 65_535;

    /**
     * Reads {@code s3://BUCKET/PREFIX?endpoint=https://HOST:PORT&region=NAME&path-style=true}. The region must be named. Without an endpoint
     * it is Amazon's; with one, {@code path-style} is true unless it says otherwise.
     *
     * @throws IllegalArgumentException with what is wrong, for a person
     */
    public static S3Address parse(URI address) {
        if (address.getScheme() == null
                || !address.getScheme().toLowerCase(Locale.ROOT).equals("s3")) {
            throw new IllegalArgumentException("the address of an object store begins with s3://");
        }
        if (address.getRawFragment() != null) {
            throw new IllegalArgumentException("the address of an object store has no part behind #");
        }
        String bucket = bucket(address.getRawAuthority());
        Map<String, String> query = query(address.getRawQuery());
        String server = query.get(ENDPOINT);
        URI endpoint = server == null ? null : endpoint(server);
        String region = query.get(REGION);
        if (region == null) {
            throw new IllegalArgumentException(
                    "the address names no region; add region=NAME (of a server that has none: region=us-east-1)");
        }
        if (!REGION_NAME.matcher(region).matches()) {
            throw new IllegalArgumentException("not the name of a region: " + region);
        }
        boolean pathStyle = pathStyle(query.get(PATH_STYLE), endpoint != null);
        return new S3Address(bucket, prefix(address.getRawPath()), endpoint, region, pathStyle);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new TreeMap<>();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!KNOWN.contains(key)) {
                throw new IllegalArgumentException(
                        "unknown in the address: " + key + "; known are " + String.join(", ", KNOWN));
            }
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (value.isEmpty()) {
                throw new IllegalArgumentException(key + " has no value in the address");
            }
            if (query.put(key, value) != null) {
                throw new IllegalArgumentException(key + " stands twice in the address");
            }
        }
        return query;
    }

    /** Percent-decoding alone: a plus sign stands for itself here. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String bucket(@Nullable String authority) {
        if (authority == null) {
            throw new IllegalArgumentException("the address names no bucket: s3://BUCKET/PREFIX?region=NAME");
        }
        if (authority.contains("@") || authority.contains(":")) {
            throw new IllegalArgumentException(
                    "between s3:// and the next slash stands the bucket alone; credentials are settings of their own,"
                            + " and the server's name stands behind endpoint=");
        }
        if (!BUCKET.matcher(authority).matches()) {
            throw new IllegalArgumentException("not the name of a bucket: " + authority
                    + " (3 to 63 lower-case letters, digits, dots and hyphens)");
        }
        return authority;
    }

    private static String prefix(@Nullable String path) {
        if (path == null || path.isEmpty() || path.equals("/")) {
            return "";
        }
        String prefix = path.substring(1, path.endsWith("/") ? path.length() - 1 : path.length());
        if (prefix.length() > PREFIX_LENGTH_MAX) {
            throw new IllegalArgumentException("the prefix is longer than " + PREFIX_LENGTH_MAX + " characters");
        }
        for (String segment : prefix.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("not a prefix for objects: " + prefix
                        + " (letters, digits, dots, hyphens and underscores, with single slashes between)");
            }
        }
        return prefix;
    }

    private static URI endpoint(String text) {
        URI uri;
        try {
            uri = new URI(text).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint is no address: " + e.getMessage(), e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("endpoint does not begin with https:// or http://");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("endpoint must name a host, without user and password");
        }
        if (uri.getPort() == 0 || uri.getPort() > PORT_MAX) {
            throw new IllegalArgumentException("the port of endpoint is not between 1 and " + PORT_MAX);
        }
        if (!uri.getRawPath().matches("/?") || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("endpoint ends with its host or port; it has no path");
        }
        return URI.create(scheme + "://" + uri.getRawAuthority());
    }

    private static boolean pathStyle(@Nullable String text, boolean ownEndpoint) {
        if (text == null) {
            return ownEndpoint;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("path-style is true or false, not " + text);
        };
    }

    /** The server, for people. */
    String server() {
        return endpoint != null ? endpoint.toString() : "Amazon S3 in " + region;
    }

    /** Bucket, prefix and server, for people. */
    @Override
    public String toString() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix) + " at " + server();
    }
}
