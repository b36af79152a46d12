/**
 * What tests of every module share and no feature owns: how often a sampled test repeats, and where real programs are.
 * Keeps nothing. Other modules see it through core's test jar.
 */
@NullMarked
package coffer.testkit;

import org.jspecify.annotations.NullMarked;
