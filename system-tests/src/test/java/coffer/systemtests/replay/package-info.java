/**
 * Recorded exchanges, said again: what stock clients once asked a Nextcloud 32 is asked of a started Coffer, and the answers are compared in
 * every respect that the client reads. {@link coffer.systemtests.replay.WhatClientsRead} says which those are,
 * {@link coffer.systemtests.replay.WantedDifferences} where Coffer answers otherwise on purpose, and
 * {@link coffer.systemtests.replay.Sessions} what is replayed and what still waits for a feature. Keeps nothing between sessions.
 */
@NullMarked
package coffer.systemtests.replay;

import org.jspecify.annotations.NullMarked;
