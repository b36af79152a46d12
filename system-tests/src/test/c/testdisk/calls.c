/* The C library's file calls as testdisk answers them. The story is in testdisk.h. */
#include "testdisk.h"

#include <linux/fs.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

static void enter(const struct entry *e, const struct stat *st) {
    disk_know(st->st_ino, S_ISDIR(st->st_mode) ? DIRECTORY : REGULAR);
    disk_append_text(ENTER, e->dir, st->st_ino, st->st_mode, e->name, strlen(e->name));
}

/* The name goes away or is replaced: when it was the last one, its bytes are free again. */
static void release(const struct entry *e) {
    if (e->exists && S_ISREG(e->st.st_mode) && e->st.st_nlink == 1) disk_control->used -= e->st.st_size;
}

static int ours(int fd, struct stat *st) {
    return disk_active && fstat(fd, st) == 0 && (S_ISREG(st->st_mode) || S_ISDIR(st->st_mode));
}

/* ---- opening ---- */

static int open_at(int dir_fd, const char *path, int flags, mode_t mode) {
    if (!disk_active || !(flags & (O_CREAT | O_TRUNC | __O_TMPFILE))) return (int) syscall(SYS_openat, dir_fd, path, flags, mode);
    pthread_mutex_lock(&disk_lock);
    struct entry e;
    disk_look(dir_fd, path, &e);
    int fresh = (flags & O_CREAT) && !e.exists;
    int fd = e.inside && (fresh || (flags & O_TRUNC)) && disk_fails() ? -1 : (int) syscall(SYS_openat, dir_fd, path, flags, mode);
    struct stat st;
    int failure = errno;
    if (fd >= 0 && fstat(fd, &st) == 0) {
        int what = disk_known(&st);
        if ((flags & __O_TMPFILE) == __O_TMPFILE) {
            if (what == DIRECTORY || e.inside) disk_blind("open O_TMPFILE", path);
        } else if (e.inside && fresh) {
            enter(&e, &st);
        } else if (fresh && what != NONE) {
            disk_know(st.st_ino, NONE); /* a file elsewhere got the number of one of ours that is gone */
            disk_append(FORGET, st.st_ino, 0, 0, NULL, 0, 0);
        } else if (what == REGULAR && (flags & O_TRUNC)) {
            disk_control->used -= e.st.st_size;
            disk_append(TRUNCATE, st.st_ino, 0, 0, NULL, 0, 0);
        }
    }
    pthread_mutex_unlock(&disk_lock);
    errno = failure;
    return fd;
}

#define MODE_ARGUMENT(flags, last) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list args; va_start(args, last); mode = va_arg(args, mode_t); va_end(args); }

int open(const char *path, int flags, ...) { MODE_ARGUMENT(flags, flags) return open_at(AT_FDCWD, path, flags, mode); }
int openat(int dir_fd, const char *path, int flags, ...) { MODE_ARGUMENT(flags, flags) return open_at(dir_fd, path, flags, mode); }
int creat(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode); }
int __open_2(const char *path, int flags) { return open_at(AT_FDCWD, path, flags, 0); }
int __openat_2(int dir_fd, const char *path, int flags) { return open_at(dir_fd, path, flags, 0); }
int open64(const char *path, int flags, ...) __attribute__((alias("open")));
int openat64(int dir_fd, const char *path, int flags, ...) __attribute__((alias("openat")));
int creat64(const char *path, mode_t mode) __attribute__((alias("creat")));
int __open64_2(const char *path, int flags) __attribute__((alias("__open_2")));
int __openat64_2(int dir_fd, const char *path, int flags) __attribute__((alias("__openat_2")));

/* ---- writing ---- */

static ssize_t plain_write(int fd, const struct iovec *iov, int count, off_t at, int flags) {
    if (at < 0 && flags == 0) return syscall(SYS_writev, fd, iov, count);
    return syscall(SYS_pwritev2, fd, iov, count, (long) at, 0L, flags);
}

/* How much of `wanted` bytes at `at` fits on the disk; a full disk takes what fits and refuses what is left. */
static size_t fitting(const struct stat *st, off_t at, size_t wanted) {
    int64_t growth = at + (int64_t) wanted - st->st_size;
    if (disk_control->budget < 0 || growth <= 0) return wanted;
    int64_t left = disk_control->budget - disk_control->used;
    if (left < 0) left = 0;
    if (growth <= left) return wanted;
    int64_t fits = (int64_t) wanted - (growth - left);
    return fits > 0 ? (size_t) fits : 0;
}

/* at < 0: at the descriptor's position, which moves. */
static ssize_t write_at(int fd, const struct iovec *iov, int count, off_t at, int flags) {
    struct stat st;
    if (!ours(fd, &st) || !S_ISREG(st.st_mode) || count <= 0 || count > IOV_MAX) return plain_write(fd, iov, count, at, flags);
    pthread_mutex_lock(&disk_lock);
    ssize_t n;
    if (disk_known(&st) != REGULAR) {
        pthread_mutex_unlock(&disk_lock);
        return plain_write(fd, iov, count, at, flags);
    }
    int state = fcntl(fd, F_GETFL);
    if (disk_fails() || fstat(fd, &st) != 0) {
        n = -1;
    } else {
        off_t place = (state & O_APPEND) ? st.st_size : at >= 0 ? at : lseek(fd, 0, SEEK_CUR);
        size_t wanted = 0;
        for (int i = 0; i < count; i++) wanted += iov[i].iov_len;
        size_t fits = fitting(&st, place, wanted);
        if (fits == wanted) {
            n = plain_write(fd, iov, count, at, flags);
        } else if (fits == 0) {
            errno = ENOSPC;
            n = -1;
        } else { /* a short write, as a nearly full disk does it */
            struct iovec first = { iov[0].iov_base, iov[0].iov_len < fits ? iov[0].iov_len : fits };
            n = plain_write(fd, &first, 1, at, flags);
        }
        if (n > 0) {
            if (place + n > st.st_size) disk_control->used += place + n - st.st_size;
            disk_append(WRITE, st.st_ino, place, 0, iov, count, n);
            int durable = (state & (O_SYNC | O_DSYNC)) || (flags & (RWF_SYNC | RWF_DSYNC));
            if (durable) disk_append(SYNC, st.st_ino, disk_log_end(), 0, NULL, 0, 0);
        }
    }
    int failure = errno;
    pthread_mutex_unlock(&disk_lock);
    errno = failure;
    return n;
}

ssize_t write(int fd, const void *from, size_t bytes) {
    if (!disk_active) return syscall(SYS_write, fd, from, bytes);
    struct iovec one = { (void *) from, bytes };
    return write_at(fd, &one, 1, -1, 0);
}

ssize_t pwrite(int fd, const void *from, size_t bytes, off_t at) {
    if (!disk_active || at < 0) return syscall(SYS_pwrite64, fd, from, bytes, at);
    struct iovec one = { (void *) from, bytes };
    return write_at(fd, &one, 1, at, 0);
}

ssize_t writev(int fd, const struct iovec *iov, int count) { return write_at(fd, iov, count, -1, 0); }
ssize_t pwritev(int fd, const struct iovec *iov, int count, off_t at) { return write_at(fd, iov, count, at, 0); }
ssize_t pwritev2(int fd, const struct iovec *iov, int count, off_t at, int flags) { return write_at(fd, iov, count, at, flags); }
ssize_t pwrite64(int fd, const void *from, size_t bytes, off_t at) __attribute__((alias("pwrite")));
ssize_t pwritev64(int fd, const struct iovec *iov, int count, off_t at) __attribute__((alias("pwritev")));
ssize_t pwritev64v2(int fd, const struct iovec *iov, int count, off_t at, int flags) __attribute__((alias("pwritev2")));

/* Refused into our directory: the JDK, SQLite and the C library then write. */
static int refused(int out_fd, int failure) {
    struct stat st;
    if (!ours(out_fd, &st)) return 0;
    pthread_mutex_lock(&disk_lock);
    int is_ours = disk_known(&st) == REGULAR;
    pthread_mutex_unlock(&disk_lock);
    errno = is_ours ? failure : errno;
    return is_ours;
}

ssize_t sendfile(int out_fd, int in_fd, off_t *at, size_t bytes) {
    return refused(out_fd, EINVAL) ? -1 : syscall(SYS_sendfile, out_fd, in_fd, at, bytes);
}
ssize_t copy_file_range(int in_fd, off_t *in_at, int out_fd, off_t *out_at, size_t bytes, unsigned flags) {
    return refused(out_fd, EINVAL) ? -1 : syscall(SYS_copy_file_range, in_fd, in_at, out_fd, out_at, bytes, flags);
}
ssize_t splice(int in_fd, off_t *in_at, int out_fd, off_t *out_at, size_t bytes, unsigned flags) {
    return refused(out_fd, EINVAL) ? -1 : syscall(SYS_splice, in_fd, in_at, out_fd, out_at, bytes, flags);
}
int fallocate(int fd, int how, off_t at, off_t bytes) {
    return refused(fd, EOPNOTSUPP) ? -1 : (int) syscall(SYS_fallocate, fd, how, at, bytes);
}
int posix_fallocate(int fd, off_t at, off_t bytes) {
    return refused(fd, EINVAL) ? EINVAL : syscall(SYS_fallocate, fd, 0, at, bytes) == 0 ? 0 : errno;
}
ssize_t sendfile64(int out_fd, int in_fd, off_t *at, size_t bytes) __attribute__((alias("sendfile")));
int fallocate64(int fd, int how, off_t at, off_t bytes) __attribute__((alias("fallocate")));
int posix_fallocate64(int fd, off_t at, off_t bytes) __attribute__((alias("posix_fallocate")));

int ioctl(int fd, unsigned long request, ...) {
    va_list args;
    va_start(args, request);
    void *argument = va_arg(args, void *);
    va_end(args);
    if ((request == FICLONE || request == FICLONERANGE) && refused(fd, EOPNOTSUPP)) return -1;
    return (int) syscall(SYS_ioctl, fd, request, argument);
}

void *mmap(void *where, size_t bytes, int protection, int flags, int fd, off_t at) {
    struct stat st;
    if (fd >= 0 && (flags & MAP_SHARED) && (protection & PROT_WRITE) && ours(fd, &st)) {
        char link[64], path[PATH_MAX];
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t n = readlink(link, path, sizeof path - 1);
        path[n > 0 ? n : 0] = 0;
        pthread_mutex_lock(&disk_lock);
        if (disk_known(&st) == REGULAR && !(n > 4 && strcmp(path + n - 4, "-shm") == 0)) disk_blind("mmap for writing", path);
        pthread_mutex_unlock(&disk_lock);
    }
    return (void *) syscall(SYS_mmap, where, bytes, protection, flags, fd, at);
}
void *mmap64(void *where, size_t bytes, int protection, int flags, int fd, off_t at) __attribute__((alias("mmap")));

static int resize(int fd, const char *path, off_t bytes) {
    struct stat st;
    if (!disk_active || (path == NULL ? fstat(fd, &st) : stat(path, &st)) != 0 || !S_ISREG(st.st_mode))
        return (int) (path == NULL ? syscall(SYS_ftruncate, fd, bytes) : syscall(SYS_truncate, path, bytes));
    pthread_mutex_lock(&disk_lock);
    int ours_too = disk_known(&st) == REGULAR;
    int result = ours_too && disk_fails() ? -1
        : (int) (path == NULL ? syscall(SYS_ftruncate, fd, bytes) : syscall(SYS_truncate, path, bytes));
    int failure = errno;
    if (ours_too && result == 0) {
        if (bytes < st.st_size) disk_control->used -= st.st_size - bytes; /* growing makes a hole, which takes no room */
        disk_append(TRUNCATE, st.st_ino, bytes, 0, NULL, 0, 0);
    }
    pthread_mutex_unlock(&disk_lock);
    errno = failure;
    return result;
}

int ftruncate(int fd, off_t bytes) { return resize(fd, NULL, bytes); }
int truncate(const char *path, off_t bytes) { return resize(-1, path, bytes); }
int ftruncate64(int fd, off_t bytes) __attribute__((alias("ftruncate")));
int truncate64(const char *path, off_t bytes) __attribute__((alias("truncate")));

/* ---- making durable: what was logged before the call began is covered, what came while it ran is not ---- */

static int sync_fd(int fd, long call) {
    struct stat st;
    if (!ours(fd, &st)) return (int) syscall(call, fd);
    pthread_mutex_lock(&disk_lock);
    int ours_too = disk_known(&st) != NONE;
    int failing = ours_too && disk_fails();
    uint64_t covered = disk_log_end();
    pthread_mutex_unlock(&disk_lock);
    if (failing) return -1;
    int result = (int) syscall(call, fd);
    if (result == 0 && ours_too) {
        pthread_mutex_lock(&disk_lock);
        disk_append(SYNC, st.st_ino, covered, 0, NULL, 0, 0);
        pthread_mutex_unlock(&disk_lock);
    }
    return result;
}

int fsync(int fd) { return sync_fd(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_fd(fd, SYS_fdatasync); }
/* sync, syncfs, msync and sync_file_range pass and promise nothing here: code that relies on them loses its bytes. */

/* ---- names ---- */

static int make_directory(int dir_fd, const char *path, mode_t mode) {
    if (!disk_active) return (int) syscall(SYS_mkdirat, dir_fd, path, mode);
    pthread_mutex_lock(&disk_lock);
    struct entry e;
    struct stat st;
    disk_look(dir_fd, path, &e);
    int result = e.inside && disk_fails() ? -1 : (int) syscall(SYS_mkdirat, dir_fd, path, mode);
    int failure = errno;
    if (result == 0 && e.inside && fstatat(dir_fd, path, &st, AT_SYMLINK_NOFOLLOW) == 0) enter(&e, &st);
    pthread_mutex_unlock(&disk_lock);
    errno = failure;
    return result;
}

int mkdir(const char *path, mode_t mode) { return make_directory(AT_FDCWD, path, mode); }
int mkdirat(int dir_fd, const char *path, mode_t mode) { return make_directory(dir_fd, path, mode); }

static int remove_name(int dir_fd, const char *path, int flags) {
    if (!disk_active) return (int) syscall(SYS_unlinkat, dir_fd, path, flags);
    pthread_mutex_lock(&disk_lock);
    struct entry e;
    disk_look(dir_fd, path, &e);
    int result = e.inside && disk_fails() ? -1 : (int) syscall(SYS_unlinkat, dir_fd, path, flags);
    int failure = errno;
    if (result == 0 && e.inside) {
        release(&e);
        disk_append_text(LEAVE, e.dir, e.st.st_ino, 0, e.name, strlen(e.name));
    }
    pthread_mutex_unlock(&disk_lock);
    errno = failure;
    return result;
}

int unlink(const char *path) { return remove_name(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return remove_name(AT_FDCWD, path, AT_REMOVEDIR); }
int unlinkat(int dir_fd, const char *path, int flags) { return remove_name(dir_fd, path, flags); }
int remove(const char *path) {
    int result = remove_name(AT_FDCWD, path, 0);
    return result != 0 && errno == EISDIR ? remove_name(AT_FDCWD, path, AT_REMOVEDIR) : result;
}

static int rename_name(int from_fd, const char *from, int to_fd, const char *to, unsigned flags) {
    if (!disk_active) return (int) syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
    pthread_mutex_lock(&disk_lock);
    struct entry old, new;
    disk_look(from_fd, from, &old);
    disk_look(to_fd, to, &new);
    int result, failure;
    if ((old.inside || new.inside) && (flags & ~RENAME_NOREPLACE)) {
        errno = EINVAL;
        result = -1;
    } else {
        result = (old.inside || new.inside) && disk_fails() ? -1 : (int) syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
    }
    failure = errno;
    int same = old.exists && new.exists && old.st.st_ino == new.st.st_ino; /* two names of one file: rename does nothing */
    if (result == 0 && !same && (old.inside || new.inside)) {
        if (!old.inside || !new.inside) {
            disk_blind("rename into or out of the directory", from);
        } else {
            char names[2 * NAME_MAX + 2];
            size_t first = strlen(old.name) + 1, second = strlen(new.name);
            memcpy(names, old.name, first);
            memcpy(names + first, new.name, second);
            release(&new);
            disk_append_text(RENAME, old.dir, new.dir, old.st.st_ino, names, first + second);
        }
    }
    pthread_mutex_unlock(&disk_lock);
    errno = failure;
    return result;
}

int rename(const char *from, const char *to) { return rename_name(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_fd, const char *from, int to_fd, const char *to) { return rename_name(from_fd, from, to_fd, to, 0); }
int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags) {
    return rename_name(from_fd, from, to_fd, to, flags);
}

static int link_name(int from_fd, const char *from, int to_fd, const char *to, int flags) {
    if (!disk_active) return (int) syscall(SYS_linkat, from_fd, from, to_fd, to, flags);
    pthread_mutex_lock(&disk_lock);
    struct entry old, new;
    struct stat st;
    disk_look(from_fd, from, &old);
    disk_look(to_fd, to, &new);
    int result = new.inside && disk_fails() ? -1 : (int) syscall(SYS_linkat, from_fd, from, to_fd, to, flags);
    int failure = errno;
    if (result == 0 && (old.inside || new.inside)) {
        /* b = 0: a further name of an inode that the log knows already. */
        if (!old.inside || !new.inside || fstatat(to_fd, to, &st, AT_SYMLINK_NOFOLLOW) != 0) disk_blind("link over the edge", from);
        else disk_append_text(ENTER, new.dir, st.st_ino, 0, new.name, strlen(new.name));
    }
    pthread_mutex_unlock(&disk_lock);
    errno = failure;
    return result;
}

int link(const char *from, const char *to) { return link_name(AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int from_fd, const char *from, int to_fd, const char *to, int flags) { return link_name(from_fd, from, to_fd, to, flags); }

int symlinkat(const char *target, int dir_fd, const char *path) {
    int result = (int) syscall(SYS_symlinkat, target, dir_fd, path), failure = errno;
    if (disk_active && result == 0) {
        pthread_mutex_lock(&disk_lock);
        struct entry e;
        disk_look(dir_fd, path, &e);
        if (e.inside) disk_blind("symlink", path);
        pthread_mutex_unlock(&disk_lock);
    }
    errno = failure;
    return result;
}
int symlink(const char *target, const char *path) { return symlinkat(target, AT_FDCWD, path); }

/* Modes are recorded so that a rebuilt key file is as private as it was; they count as durable at once. */
static int change_mode(int fd, int dir_fd, const char *path, mode_t mode) {
    int result = (int) (path == NULL ? syscall(SYS_fchmod, fd, mode) : syscall(SYS_fchmodat, dir_fd, path, mode)), failure = errno;
    struct stat st;
    if (disk_active && result == 0 && (path == NULL ? fstat(fd, &st) : fstatat(dir_fd, path, &st, 0)) == 0) {
        pthread_mutex_lock(&disk_lock);
        if (disk_known(&st) != NONE) disk_append(MODE, st.st_ino, st.st_mode, 0, NULL, 0, 0);
        pthread_mutex_unlock(&disk_lock);
    }
    errno = failure;
    return result;
}

int chmod(const char *path, mode_t mode) { return change_mode(-1, AT_FDCWD, path, mode); }
int fchmod(int fd, mode_t mode) { return change_mode(fd, -1, NULL, mode); }
int fchmodat(int dir_fd, const char *path, mode_t mode, int flags) { (void) flags; return change_mode(-1, dir_fd, path, mode); }
