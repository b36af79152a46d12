package coffer.logins;

import java.time.Instant;

/**
 * A program that waits until somebody lets it in, as the browser sees it that has opened its address.
 *
 * @param version 1: the browser is sent to the program in the end; 2: the program asks for the outcome
 * @param device the program as it names itself
 * @param address from where it was begun
 * @param expires when it is over
 */
public record LoginFlow(long id, int version, String device, String address, Instant begun, Instant expires) {}
