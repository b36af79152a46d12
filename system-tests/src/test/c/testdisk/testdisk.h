/*
 * testdisk: a disk that loses power, fills up and breaks, for one unmodified process.
 *
 * Preloaded (LD_PRELOAD) into a process, it stands between the whole process, native libraries included, and the C library's file
 * calls. Files below TESTDISK_DIR are worked on in place; every change is also written to the operation log TESTDISK_LOG, in the order
 * in which it happened, and every successful fsync says which part of that log it made durable. After the process was killed,
 * coffer.systemtests.disk.TestDisk reads the log and builds the directory as a disk might show it after a loss of power. The log itself
 * lives in the page cache of this machine, which a SIGKILL does not touch.
 *
 *   TESTDISK_DIR      the directory; must exist when the process starts; neither it nor anything in it may be a symbolic link
 *   TESTDISK_LOG      the operation log, appended to; absent: nothing is recorded
 *   TESTDISK_CONTROL  a file of eight 64-bit words, shared with the test while the process runs; absent: the disk is endless and sound
 *
 * Files are known by inode number, never by descriptor, so dup, fork and passing descriptors need no care. A call that the log cannot
 * express is either refused in the way that makes callers fall back to write (sendfile, copy_file_range, splice into the directory,
 * fallocate) or is logged as BLIND, which makes the reader of the log refuse to go on: the layer never guesses. One exception is known
 * and harmless: SQLite maps its "-shm" index, which it rebuilds after a crash.
 *
 * Every recorded call holds one lock from before the real call until its record is written, so the log's order is the disk's order.
 * 64-bit Linux with glibc only: plain and "64" names are the same function there.
 */
#ifndef TESTDISK_H
#define TESTDISK_H
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* Kinds of log records. Keep in step with coffer.systemtests.disk.DiskLog. */
enum kind { WRITE = 1, TRUNCATE, SYNC, ENTER, LEAVE, RENAME, MODE, FORGET, BLIND };

/* The head of a log record; `bytes` counts it and the payload that follows. Byte order of the machine. */
struct record { uint64_t bytes, kind, inode, a, b; };

/* Keep in step with coffer.systemtests.disk.DiskControl. */
struct control {
    _Atomic int64_t budget;      /* bytes that all files together may hold; negative: endless */
    _Atomic int64_t used;        /* bytes that all files hold now */
    _Atomic int64_t operations;  /* changing calls so far */
    _Atomic int64_t fail_from;   /* calls with this number … */
    _Atomic int64_t fail_to;     /* … up to, not including, this one fail … */
    _Atomic int64_t fail_errno;  /* … with this error */
    int64_t reserved[2];
};

enum { NONE = 0, DIRECTORY = 1, REGULAR = 2 };

/* A path, looked at before the call that changes it. */
struct entry {
    char name[NAME_MAX + 1];
    uint64_t dir;       /* inode of the directory that holds the name */
    int inside, exists; /* is that directory ours; does the name exist */
    struct stat st;     /* of what the name holds, if it exists; links are not followed */
};

extern pthread_mutex_t disk_lock;
extern int disk_active, disk_log; /* is a directory watched; descriptor of the operation log or -1 */
extern struct control *disk_control;

/* All of these with disk_lock held. */
void disk_know(uint64_t inode, int what);
int disk_known(const struct stat *st);
void disk_append(enum kind kind, uint64_t inode, uint64_t a, uint64_t b, const struct iovec *payload, int count, size_t bytes);
void disk_append_text(enum kind kind, uint64_t inode, uint64_t a, uint64_t b, const char *text, size_t bytes);
void disk_blind(const char *call, const char *path);
uint64_t disk_log_end(void);
int disk_fails(void);
void disk_look(int dir_fd, const char *path, struct entry *e);

#endif
