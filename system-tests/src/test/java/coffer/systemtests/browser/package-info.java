/** The pages in a real browser: Chromium, driven by keyboard, with scripts switched off where nothing else is said. */
@NullMarked
package coffer.systemtests.browser;

import org.jspecify.annotations.NullMarked;
