package coffer.shares;

/** Why nothing was shared or changed. The protocols have their codes for each. */
public enum ShareRefusal {
    NO_SUCH_PLACE("Wrong path, file/folder does not exist"),
    NO_SUCH_SHARE("Wrong share ID, share does not exist"),
    NO_SUCH_RECIPIENT("Please specify a valid account or group to share with"),
    NOT_SHAREABLE("You are not allowed to share this"),
    MORE_THAN_OWN("Cannot increase permissions beyond your own"),
    EXPIRY_IN_THE_PAST("Expiration date is in the past"),
    ROOT("You cannot share your root folder"),
    ONESELF("Cannot share with the owner or with yourself"),
    ALREADY_SHARED("This item is already shared with this recipient"),
    BAD_PERMISSIONS("Invalid permissions"),
    LABEL_TOO_LONG("Maximum label length is 255"),
    NOTE_TOO_LONG("Maximum note length is 4000"),
    BAD_ATTRIBUTES("Invalid share attributes provided"),
    NOT_YOURS("You are not allowed to edit this share"),
    NOTHING_TO_CHANGE("Wrong or no update parameter given");

    private final String text;

    ShareRefusal(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
