// A layer between a program and the files below one directory, for LD_PRELOAD.
//
//   FAULTY_DISK=DIR      the directory, without links; files elsewhere are left alone
//   FAULTY_JOURNAL=FILE  notes every change of a file or name, and what was synced, in order
//   FAULTY_CONTROL=FILE  while that file exists, calls fail as its text says: `ERRNO FIRST TIMES CALLS`, that is
//                        the number of the error, the first call that fails (from 1), how many do, and letters
//                        for the calls concerned: w write, s sync, r read, o open for writing, n change of a name
//
// A record of the journal is a line, and the bytes of a write after it:
//   create INODE NAME | write INODE OFFSET COUNT | truncate INODE SIZE | sync INODE | syncnames
//   rename NAME TO NAME | unlink NAME
// Names are relative to DIR and hold no spaces; there is one directory, so that there is one `syncnames`.
// What is written through a mapping is not noted: of SQLite's files only `-shm` is, which nobody needs.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *directory, *control;
static int journal = -1;
static long calls;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
    directory = getenv("FAULTY_DISK");
    control = getenv("FAULTY_CONTROL");
    const char *path = getenv("FAULTY_JOURNAL");
    if (path) journal = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

// The name below the directory; NULL for what lies elsewhere.
static const char *name_of(const char *path) {
    size_t length = directory ? strlen(directory) : 0;
    return length && !strncmp(path, directory, length) && path[length] == '/' ? path + length + 1 : NULL;
}

// 1: a regular file below the directory, 2: the directory itself, 0: anything else.
static int kind_of(int descriptor, ino_t *inode) {
    char link[64], path[PATH_MAX];
    struct stat status;
    if (!directory || fstat(descriptor, &status)) return 0;
    *inode = status.st_ino;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t count = readlink(link, path, sizeof path - 1);
    if (count < 0) return 0;
    path[count] = 0;
    if (S_ISDIR(status.st_mode)) return strcmp(path, directory) ? 0 : 2;
    return S_ISREG(status.st_mode) && name_of(path) ? 1 : 0;
}

// Whether this call fails; sets errno if so.
static int fails(char call) {
    char text[64] = "", letters[16] = "";
    int number = 0;
    long first = 0, times = 0;
    if (!control) return 0;
    int file = REAL(open)(control, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t count = REAL(read)(file, text, sizeof text - 1);
    close(file);
    if (count <= 0 || sscanf(text, "%d %ld %ld %15s", &number, &first, &times, letters) != 4) return 0;
    if (!strchr(letters, call)) return 0;
    long number_of_call = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    if (number_of_call < first || number_of_call >= first + times) return 0;
    errno = number;
    return 1;
}

static void note(const char *format, ...) {
    char line[2 * PATH_MAX];
    va_list values;
    if (journal < 0) return;
    va_start(values, format);
    int count = vsnprintf(line, sizeof line, format, values);
    va_end(values);
    if (REAL(write)(journal, line, count) != count) abort();
}

static void note_bytes(ino_t inode, off_t offset, const void *bytes, size_t count) {
    note("write %lu %ld %zu\n", (unsigned long)inode, (long)offset, count);
    if (journal >= 0 && REAL(write)(journal, bytes, count) != (ssize_t)count) abort();
}

#define IN_ORDER(type, result) \
    int error; \
    pthread_mutex_lock(&order); \
    type done = result; \
    error = errno

#define END_IN_ORDER \
    pthread_mutex_unlock(&order); \
    errno = error; \
    return done

ssize_t write(int descriptor, const void *bytes, size_t count) {
    ino_t inode;
    if (descriptor == journal || kind_of(descriptor, &inode) != 1) return REAL(write)(descriptor, bytes, count);
    if (fails('w')) return -1;
    IN_ORDER(ssize_t, REAL(write)(descriptor, bytes, count));
    if (done > 0) note_bytes(inode, lseek(descriptor, 0, SEEK_CUR) - done, bytes, done);
    END_IN_ORDER;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    ino_t inode;
    if (kind_of(descriptor, &inode) != 1) return REAL(pwrite)(descriptor, bytes, count, offset);
    if (fails('w')) return -1;
    IN_ORDER(ssize_t, REAL(pwrite)(descriptor, bytes, count, offset));
    if (done > 0) note_bytes(inode, offset, bytes, done);
    END_IN_ORDER;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    return pwrite(descriptor, bytes, count, offset);
}

ssize_t copy_file_range(
    int source, off64_t *from, int target, off64_t *to, size_t count, unsigned int flags) {
    ino_t inode;
    if (kind_of(target, &inode) != 1) return REAL(copy_file_range)(source, from, target, to, count, flags);
    if (fails('w')) return -1;
    IN_ORDER(ssize_t, REAL(copy_file_range)(source, from, target, to, count, flags));
    if (done > 0 && journal >= 0) {
        off_t end = to ? *to : lseek(target, 0, SEEK_CUR);
        char *bytes = malloc(done);
        if (!bytes || pread(target, bytes, done, end - done) != done) abort();
        note_bytes(inode, end - done, bytes, done);
        free(bytes);
    }
    END_IN_ORDER;
}

int ftruncate(int descriptor, off_t size) {
    ino_t inode;
    if (kind_of(descriptor, &inode) != 1) return REAL(ftruncate)(descriptor, size);
    if (fails('w')) return -1;
    IN_ORDER(int, REAL(ftruncate)(descriptor, size));
    if (!done) note("truncate %lu %ld\n", (unsigned long)inode, (long)size);
    END_IN_ORDER;
}

int ftruncate64(int descriptor, off64_t size) { return ftruncate(descriptor, size); }

int posix_fallocate(int descriptor, off_t offset, off_t count) {
    ino_t inode;
    if (kind_of(descriptor, &inode) == 1 && fails('w')) return errno;
    return REAL(posix_fallocate)(descriptor, offset, count);
}

int posix_fallocate64(int descriptor, off64_t offset, off64_t count) {
    return posix_fallocate(descriptor, offset, count);
}

static int synced(int descriptor, int (*sync)(int)) {
    ino_t inode;
    int kind = kind_of(descriptor, &inode);
    if (!kind) return sync(descriptor);
    if (fails('s')) return -1;
    IN_ORDER(int, sync(descriptor));
    if (!done && kind == 1) note("sync %lu\n", (unsigned long)inode);
    if (!done && kind == 2) note("syncnames\n");
    END_IN_ORDER;
}

int fsync(int descriptor) { return synced(descriptor, REAL(fsync)); }
int fdatasync(int descriptor) { return synced(descriptor, REAL(fdatasync)); }

ssize_t read(int descriptor, void *bytes, size_t count) {
    ino_t inode;
    if (control && kind_of(descriptor, &inode) == 1 && fails('r')) return -1;
    return REAL(read)(descriptor, bytes, count);
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
    ino_t inode;
    if (control && kind_of(descriptor, &inode) == 1 && fails('r')) return -1;
    return REAL(pread)(descriptor, bytes, count, offset);
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off64_t offset) {
    return pread(descriptor, bytes, count, offset);
}

// Declares `mode`: what follows `flags` where a file may be made.
#define MODE_AFTER(flags)                        \
    mode_t mode = 0;                             \
    if (flags & (O_CREAT | __O_TMPFILE)) {       \
        va_list values;                          \
        va_start(values, flags);                 \
        mode = va_arg(values, mode_t);           \
        va_end(values);                          \
    }

int open(const char *path, int flags, ...) {
    MODE_AFTER(flags);
    const char *name = name_of(path);
    if (!name || (flags & O_ACCMODE) == O_RDONLY) return REAL(open)(path, flags, mode);
    if (fails('o')) return -1;
    struct stat before;
    pthread_mutex_lock(&order);
    int existed = !stat(path, &before);
    int done = REAL(open)(path, flags, mode);
    int error = errno;
    struct stat after;
    if (done >= 0 && !fstat(done, &after) && S_ISREG(after.st_mode)) {
        if (!existed) note("create %lu %s\n", (unsigned long)after.st_ino, name);
        else if (flags & O_TRUNC) note("truncate %lu 0\n", (unsigned long)after.st_ino);
    }
    END_IN_ORDER;
}

int open64(const char *path, int flags, ...) {
    MODE_AFTER(flags);
    return open(path, flags, mode);
}

int rename(const char *from, const char *to) {
    const char *source = name_of(from), *target = name_of(to);
    if (!source || !target) return REAL(rename)(from, to);
    if (fails('n')) return -1;
    IN_ORDER(int, REAL(rename)(from, to));
    if (!done) note("rename %s TO %s\n", source, target);
    END_IN_ORDER;
}

int unlink(const char *path) {
    const char *name = name_of(path);
    if (!name) return REAL(unlink)(path);
    if (fails('n')) return -1;
    IN_ORDER(int, REAL(unlink)(path));
    if (!done) note("unlink %s\n", name);
    END_IN_ORDER;
}
