package coffer.systemtests.replay;

/** What a request asks for, as far as clients read its answer in a way of its own. */
enum Asked {
    /** {@code status.php}. */
    STATUS,
    CAPABILITIES,
    USER,
    /** The app passwords of {@code core}. */
    APP_PASSWORD,
    /** Any other OCS call. */
    OCS,
    AVATAR,
    /** Beginning and polling of login flow v2. */
    FLOW,
    /** A page for people. */
    PAGE,
    LISTING,
    /** GET or HEAD of a file. This and the writes that follow are meant with success; a refusal is something else. */
    DOWNLOAD,
    /** PUT of a file. */
    UPLOAD,
    /** The last step of a chunked upload. */
    ASSEMBLE,
    /** Steps before it: folder and chunks. */
    CHUNK,
    /** Many small files at once. */
    BULK,
    /** MKCOL among the files. */
    FOLDER,
    MOVE,
    COPY,
    /** PROPPATCH. */
    MARK,
    OPTIONS,
    /** PATCH, which has a checksum computed. */
    RECALCULATE,
    /** Anything else. */
    OTHER;

    static Asked of(Exchange exchange) {
        var path = exchange.path();
        if (path.contains("/avatar")) {
            return AVATAR;
        }
        if (path.startsWith("/ocs/")) {
            return ofOcs(path);
        }
        if (path.startsWith("/login") || path.startsWith("/index.php/login")) {
            return path.endsWith("/login/v2") || path.endsWith("/poll") ? FLOW : PAGE;
        }
        if (!path.startsWith("/remote.php/dav")) {
            return path.endsWith("/status.php") ? STATUS : OTHER;
        }
        return switch (exchange.method()) {
            case "PROPFIND" -> LISTING;
            case "PROPPATCH" -> MARK;
            case "OPTIONS" -> OPTIONS;
            default -> exchange.succeeded() ? ofSuccess(exchange, path.startsWith(Paths.UPLOADS)) : OTHER;
        };
    }

    private static Asked ofSuccess(Exchange exchange, boolean upload) {
        return switch (exchange.method()) {
            case "GET", "HEAD" -> exchange.target().endsWith("/") ? OTHER : DOWNLOAD;
            case "PUT" -> upload ? CHUNK : UPLOAD;
            case "MKCOL" -> upload ? CHUNK : FOLDER;
            case "MOVE" -> upload ? ASSEMBLE : MOVE;
            case "COPY" -> COPY;
            case "PATCH" -> RECALCULATE;
            case "POST" -> BULK;
            default -> OTHER;
        };
    }

    private static Asked ofOcs(String path) {
        if (path.endsWith("/cloud/capabilities")) {
            return CAPABILITIES;
        }
        if (path.contains("/apppassword") || path.contains("/getapppassword")) {
            return APP_PASSWORD;
        }
        return path.contains("/cloud/user") ? USER : OCS;
    }
}
