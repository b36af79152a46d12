package coffer.systemtests.replay;

import java.util.Optional;

/**
 * One recorded request with its answer.
 *
 * @param number as the recording counts, three digits
 * @param answer nothing if the client hung up before there was one
 * @param copied whether the recording dropped this pair as equal to an earlier one, which then stands here: of its answer only the
 *     status is certain
 */
record Exchange(String number, Message request, Optional<Message> answer, boolean copied) {

    String method() {
        return request.word(0);
    }

    /** The request target, byte for byte. */
    String target() {
        return request.word(1);
    }

    /** The decoded path of the target. */
    String path() {
        return Paths.ofTarget(target());
    }

    /** The decoded path of {@code Destination}, empty without one. */
    String destination() {
        return request.header("Destination").map(Paths::ofReference).orElse("");
    }

    /** The recorded status; 0 without an answer. */
    int status() {
        return answer.map(message -> Integer.parseInt(message.word(1))).orElse(0);
    }

    boolean succeeded() {
        return status() >= 200 && status() < 300;
    }

    @Override
    public String toString() {
        return number + " " + method() + " " + target();
    }
}
