package coffer.bench.rows;

import coffer.bench.load.BodySink;
import coffer.bench.load.Connection;
import coffer.bench.load.Content;
import coffer.bench.load.Request;
import coffer.bench.load.WrongAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What PROPFIND asks for and what must come. */
final class Multistatus {

    /** What a client asks to learn whether something changed. */
    static final Content POLL = Content.text("""
            <?xml version="1.0" encoding="UTF-8"?>
            <d:propfind xmlns:d="DAV:"><d:prop><d:resourcetype/><d:getlastmodified/><d:getetag/></d:prop></d:propfind>""");

    /** What the desktop client asks for when it lists a folder (3.16.7; see the recorded exchanges of the system tests). */
    static final Content DESKTOP = Content.text("""
            <?xml version="1.0" ?>
            <d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns">
              <d:prop>
                <d:resourcetype />
                <d:getlastmodified />
                <d:getcontentlength />
                <d:getetag />
                <oc:size />
                <oc:id />
                <oc:fileid />
                <oc:downloadURL />
                <oc:dDC />
                <oc:permissions />
                <oc:checksums />
                <is-encrypted xmlns="http://nextcloud.org/ns" />
                <metadata-files-live-photo xmlns="http://nextcloud.org/ns" />
                <oc:data-fingerprint />
                <oc:share-types />
                <is-mount-root xmlns="http://nextcloud.org/ns" />
              </d:prop>
            </d:propfind>
            """);

    private static final int STATUS = 207;
    private static final Pattern RESPONSE_END = Pattern.compile("</[A-Za-z0-9]*:?response>");
    private static final Pattern SIZE = Pattern.compile("<oc:size>([0-9]+)</oc:size>");
    /** By how much an answer may differ in length from one that was counted: etags and times vary a little. */
    private static final double TOLERANCE = 0.1;

    private Multistatus() {}

    /** Asks, counts the responses, and returns the length of the body. */
    static long count(Connection connection, Request propfind, int responses) throws IOException {
        var body = new BodySink.Keep();
        var answer = connection.expect(STATUS, propfind, body);
        var text = new String(body.bytes(), StandardCharsets.UTF_8);
        var found = RESPONSE_END.matcher(text).results().count();
        if (found != responses) {
            throw new WrongAnswer(propfind + ": " + found + " responses instead of " + responses);
        }
        return answer.bodyBytes();
    }

    /** The size ({@code oc:size}) of the only resource that is asked for. */
    static long size(Connection connection, Request propfind) throws IOException {
        var found = SIZE.matcher(text(connection, propfind));
        if (!found.find()) {
            throw new WrongAnswer(propfind + ": no size");
        }
        return Long.parseLong(found.group(1));
    }

    private static String text(Connection connection, Request propfind) throws IOException {
        var body = new BodySink.Keep();
        connection.expect(STATUS, propfind, body);
        return new String(body.bytes(), StandardCharsets.UTF_8);
    }

    /**
     * One resource of an answer.
     *
     * @param href as it came, percent-encoded
     * @param tag its entity tag, escaped as it came
     */
    record Resource(String href, boolean collection, String tag) {}

    /** Asks for resources with at least {@code resourcetype} and {@code getetag}; the first is the one that was asked. */
    static List<Resource> resources(Connection connection, Request propfind) throws IOException {
        var resources = parse(text(connection, propfind));
        if (resources.isEmpty()) {
            throw new WrongAnswer(propfind + ": no response in the answer");
        }
        return resources;
    }

    static List<Resource> parse(String text) throws WrongAnswer {
        var resources = new ArrayList<Resource>();
        for (int at = text.indexOf("<d:response>"); at >= 0; at = text.indexOf("<d:response>", at + 1)) {
            var end = text.indexOf("</d:response>", at);
            if (end < 0) {
                throw new WrongAnswer("a multistatus answer that breaks off");
            }
            var response = text.substring(at, end);
            resources.add(new Resource(
                    between(response, "<d:href>", "</d:href>"),
                    response.contains("<d:collection/>"),
                    between(response, "<d:getetag>", "</d:getetag>")));
        }
        return resources;
    }

    private static String between(String text, String before, String after) throws WrongAnswer {
        var from = text.indexOf(before);
        var to = text.indexOf(after, from + before.length());
        if (from < 0 || to < 0) {
            throw new WrongAnswer("a response without " + before);
        }
        return text.substring(from + before.length(), to);
    }

    /** Asks, and compares nothing but the status. */
    static void measure(Connection connection, Request propfind) throws IOException {
        connection.expect(STATUS, propfind, BodySink.FORGET);
    }

    /** Asks and, because counting would take the processor from the server, compares only the length with one that was counted. */
    static void measure(Connection connection, Request propfind, long bodyBytes) throws IOException {
        var answer = connection.expect(STATUS, propfind, BodySink.FORGET);
        if (Math.abs(answer.bodyBytes() - bodyBytes) > TOLERANCE * bodyBytes) {
            throw new WrongAnswer(propfind + ": " + answer.bodyBytes() + " bytes instead of about " + bodyBytes);
        }
    }
}
