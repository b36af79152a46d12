package coffer.systemtests.replay;

import java.util.List;
import java.util.Optional;

/**
 * One half of a recorded exchange: a request or an answer.
 *
 * @param startLine request line or status line
 * @param headers in their order, with the case of the sender
 */
record Message(String startLine, List<Header> headers, Body body) {

    /** One field line. */
    record Header(String name, String value) {}

    /**
     * What the recording kept of a body.
     *
     * @param shown what is there
     * @param leftOut how many bytes are not there; the bytes of a binary body all are not
     */
    record Body(String shown, int leftOut) {
        boolean isWhole() {
            return leftOut == 0;
        }
    }

    /** The value of the first header of this name, in any case. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** The word of the start line at this place. */
    String word(int index) {
        return startLine.split(" ", -1)[index];
    }
}
