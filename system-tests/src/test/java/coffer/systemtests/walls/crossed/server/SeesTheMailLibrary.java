package coffer.systemtests.walls.crossed.server;

import jakarta.mail.Address;

/** Would write mails beside the outbox. */
interface SeesTheMailLibrary {
    Address recipient();
}
