/** Tests of the object store, with S3Proxy as a process of its own on this machine, and a proxy before it that breaks things. */
@NullMarked
package coffer.adapter.s3;

import org.jspecify.annotations.NullMarked;
