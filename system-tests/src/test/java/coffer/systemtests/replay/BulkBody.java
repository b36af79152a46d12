package coffer.systemtests.replay;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The files of a recorded bulk upload. Its parts hold text only, so that lengths can be cut out of the bytes. */
final class BulkBody {

    private static final Pattern LENGTH = Pattern.compile("(?i)\\r\\nContent-Length: (\\d+)\\r\\n");
    private static final Pattern PATH = Pattern.compile("(?i)\\r\\nX-File-Path: ([^\\r]*)\\r\\n");
    private static final String BLANK_LINE = "\r\n\r\n";

    private BulkBody() {}

    /** Content of each file by its path on the server. */
    static Map<String, byte[]> files(byte[] body) {
        var files = new LinkedHashMap<String, byte[]>();
        var text = new String(body, StandardCharsets.ISO_8859_1);
        for (int part = 0; ; ) {
            var length = LENGTH.matcher(text);
            int head = length.find(part) ? text.indexOf(BLANK_LINE, length.start()) : -1;
            if (head < 0) {
                return files;
            }
            var path = PATH.matcher(text).region(part, head + BLANK_LINE.length());
            int content = head + BLANK_LINE.length();
            int end = content + Integer.parseInt(length.group(1));
            if (path.find()) {
                var name = new String(path.group(1).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                files.put(Paths.FILES + name, text.substring(content, end).getBytes(StandardCharsets.ISO_8859_1));
            }
            part = end;
        }
    }
}
