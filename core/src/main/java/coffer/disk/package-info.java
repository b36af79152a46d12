/**
 * Writing to the disk so that it stays: the few operations that change it, whole small files, and what is said when the disk fails or is
 * full.
 *
 * <p>Keeps nothing. Stands below everything that writes files; calls the JDK alone.
 */
@NullMarked
package coffer.disk;

import org.jspecify.annotations.NullMarked;
