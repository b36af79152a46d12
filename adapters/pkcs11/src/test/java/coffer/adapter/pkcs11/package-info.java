/** Tests of root keys in devices, with SoftHSM, a token in software, inside the JVM of the tests. */
@NullMarked
package coffer.adapter.pkcs11;

import org.jspecify.annotations.NullMarked;
