/** Benchmarks of single paths of the core with JMH, without a server and without HTTP: {@code ./bench.sh --micro}. */
@NullMarked
package coffer.bench.micro;

import org.jspecify.annotations.NullMarked;
