package coffer.systemtests.walls.crossed.files;

import com.zaxxer.hikari.HikariDataSource;

/** Crosses the wall of db: another feature sees the pool. */
public final class SeesThePool {
    void close(HikariDataSource pool) {
        pool.close();
    }
}
