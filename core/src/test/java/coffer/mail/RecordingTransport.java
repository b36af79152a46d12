package coffer.mail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/** Keeps what it is given, and answers as a test has told it; otherwise it accepts. For one thread. */
public final class RecordingTransport implements MailTransport {
    private final List<Letter> letters = new ArrayList<>();
    private final Queue<Function<Letter, Delivery>> answers = new ArrayDeque<>();

    /** The next letter gets this answer. */
    public void answer(Delivery answer) {
        answers.add(_ -> answer);
    }

    /** This happens while the next letter is under way. */
    public void answer(Function<Letter, Delivery> answer) {
        answers.add(answer);
    }

    /** All letters so far, whatever the answer was. */
    public List<Letter> letters() {
        return letters;
    }

    @Override
    public Delivery deliver(Letter letter) {
        letters.add(letter);
        Function<Letter, Delivery> answer = answers.poll();
        return answer == null ? new Delivery.Accepted("250 OK") : answer.apply(letter);
    }
}
