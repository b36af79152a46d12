package coffer.systemtests.replay;

import java.util.List;

/**
 * One session of one client.
 *
 * @param name folder of the client and folder of the session, with a slash between
 * @param exchanges in order of arrival
 */
record Recording(String name, List<Exchange> exchanges) {

    Client client() {
        return Client.of(name);
    }
}
