/* The state of testdisk: which inodes are watched, the operation log, the control words. The story is in testdisk.h. */
#include "testdisk.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/mman.h>

pthread_mutex_t disk_lock = PTHREAD_MUTEX_INITIALIZER;
int disk_active, disk_log = -1;
static dev_t device;
static struct control endless = { .budget = -1 };
struct control *disk_control = &endless;

static void die(const char *what) {
    dprintf(2, "testdisk: %s: %s\n", what, strerror(errno));
    abort();
}

/* ---- the inodes of the directory: open addressing, key 0 is free, value 0 is forgotten ---- */

static struct slot { uint64_t inode; int what; } *slots;
static size_t slot_count, slots_taken;

static struct slot *slot_of(uint64_t inode) {
    size_t at = (inode * 0x9E3779B97F4A7C15ull) & (slot_count - 1);
    while (slots[at].inode != 0 && slots[at].inode != inode) at = (at + 1) & (slot_count - 1);
    return &slots[at];
}

void disk_know(uint64_t inode, int what) {
    if (2 * (slots_taken + 1) > slot_count) {
        struct slot *old = slots;
        size_t old_count = slot_count;
        slot_count = old_count == 0 ? 1024 : 2 * old_count;
        slots = calloc(slot_count, sizeof *slots);
        if (slots == NULL) die("memory");
        for (size_t i = 0; i < old_count; i++) if (old[i].inode != 0) *slot_of(old[i].inode) = old[i];
        free(old);
    }
    struct slot *slot = slot_of(inode);
    if (slot->inode == 0) slots_taken++;
    *slot = (struct slot) { inode, what };
}

int disk_known(const struct stat *st) {
    return st->st_dev == device ? slot_of(st->st_ino)->what : NONE;
}

/* ---- the log ---- */

void disk_append(enum kind kind, uint64_t inode, uint64_t a, uint64_t b, const struct iovec *payload, int count, size_t bytes) {
    if (disk_log < 0) return;
    struct record head = { sizeof head + bytes, kind, inode, a, b };
    if (syscall(SYS_write, disk_log, &head, sizeof head) != sizeof head) die("operation log");
    for (int i = 0; i < count && bytes > 0; i++) {
        const char *from = payload[i].iov_base;
        size_t left = payload[i].iov_len < bytes ? payload[i].iov_len : bytes;
        bytes -= left;
        while (left > 0) {
            ssize_t n = syscall(SYS_write, disk_log, from, left);
            if (n <= 0) die("operation log");
            from += n;
            left -= n;
        }
    }
}

void disk_append_text(enum kind kind, uint64_t inode, uint64_t a, uint64_t b, const char *text, size_t bytes) {
    struct iovec one = { (void *) text, bytes };
    disk_append(kind, inode, a, b, &one, 1, bytes);
}

void disk_blind(const char *call, const char *path) {
    char text[PATH_MAX + 64];
    int n = snprintf(text, sizeof text, "%s %s", call, path);
    disk_append_text(BLIND, 0, 0, 0, text, n < (int) sizeof text ? n : (int) sizeof text - 1);
}

uint64_t disk_log_end(void) {
    return disk_log < 0 ? 0 : (uint64_t) lseek(disk_log, 0, SEEK_END);
}

/* ---- start ---- */

/* Adds up in *used the sizes of all files. */
static void learn(int dir_fd, int64_t *used) {
    DIR *dir = fdopendir(dir_fd);
    if (dir == NULL) die("cannot read the directory");
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        struct stat st;
        if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0) continue;
        if (S_ISREG(st.st_mode)) {
            disk_know(st.st_ino, REGULAR);
            *used += st.st_size;
        } else if (S_ISDIR(st.st_mode)) {
            disk_know(st.st_ino, DIRECTORY);
            learn((int) syscall(SYS_openat, dirfd(dir), e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0), used);
        }
    }
    closedir(dir);
}

__attribute__((constructor)) static void start(void) {
    const char *dir = getenv("TESTDISK_DIR"), *log = getenv("TESTDISK_LOG"), *shared = getenv("TESTDISK_CONTROL");
    if (dir == NULL) return;
    if (shared != NULL) {
        int fd = (int) syscall(SYS_openat, AT_FDCWD, shared, O_RDWR | O_CLOEXEC, 0);
        if (fd < 0) die(shared);
        disk_control = (void *) syscall(SYS_mmap, NULL, sizeof *disk_control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (disk_control == MAP_FAILED) die(shared);
        syscall(SYS_close, fd);
    }
    if (log != NULL) {
        disk_log = (int) syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (disk_log < 0) die(log);
    }
    struct stat st;
    int root = (int) syscall(SYS_openat, AT_FDCWD, dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (root < 0 || fstat(root, &st) != 0) die(dir);
    device = st.st_dev;
    disk_know(st.st_ino, DIRECTORY);
    int64_t used = 0;
    learn(root, &used);
    disk_control->used = used;
    disk_active = 1;
}

/* ---- looking before a call ---- */

/* Counts a changing call; true when this one has to fail. */
int disk_fails(void) {
    int64_t number = disk_control->operations++;
    if (number < disk_control->fail_from || number >= disk_control->fail_to) return 0;
    errno = (int) disk_control->fail_errno;
    return 1;
}

/* What the name is and where it lies, seen before the call. A path too long to be one leaves the entry outside: the call itself fails. */
void disk_look(int dir_fd, const char *path, struct entry *e) {
    memset(e, 0, sizeof *e);
    char parent[PATH_MAX];
    size_t end = strlen(path);
    while (end > 1 && path[end - 1] == '/') end--;
    size_t slash = end;
    while (slash > 0 && path[slash - 1] != '/') slash--;
    if (end == 0 || slash >= sizeof parent || end - slash > NAME_MAX) return;
    memcpy(e->name, path + slash, end - slash);
    memcpy(parent, slash == 0 ? "." : path, slash == 0 ? 1 : slash);
    parent[slash == 0 ? 1 : slash] = 0;
    struct stat st;
    if (fstatat(dir_fd, parent, &st, 0) == 0) {
        e->dir = st.st_ino;
        e->inside = disk_known(&st) == DIRECTORY;
    }
    e->exists = fstatat(dir_fd, path, &e->st, AT_SYMLINK_NOFOLLOW) == 0;
}
