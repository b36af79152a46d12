package coffer.systemtests.walls.crossed.server;

import software.amazon.awssdk.services.s3.model.S3Object;

/** Would look into a bucket beside the store. */
interface SeesTheObjectStore {
    S3Object object();
}
