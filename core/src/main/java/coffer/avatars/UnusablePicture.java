package coffer.avatars;

/** A file that cannot become a picture; the message tells the person who sent it why. */
final class UnusablePicture extends Exception {
    private static final long serialVersionUID = 1L;

    UnusablePicture(String message) {
        super(message);
    }
}
