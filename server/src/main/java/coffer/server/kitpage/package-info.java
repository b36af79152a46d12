/**
 * Sheets to be printed and kept in a safe: a recovery kit, its words, or one share of its key.
 *
 * <p>Each is one HTML file without scripts and without anything from elsewhere, so that it can be saved and printed on a machine that is not
 * connected. The only package that sees the library for QR codes (ZXing). Keeps nothing.
 *
 * <p>May call {@code kits}.
 */
@NullMarked
package coffer.server.kitpage;

import org.jspecify.annotations.NullMarked;
