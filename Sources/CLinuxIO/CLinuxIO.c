#define _GNU_SOURCE
#include "CLinuxIO.h"
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#if __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#endif

ssize_t etl_copy_file_range(int source, off_t *offset, int destination, off_t *at, size_t byte_count) {
    return copy_file_range(source, offset, destination, at, byte_count, 0);
}

int etl_is_sole_opener(int file) {
    // Whoever opens the file before the lease is given back makes the kernel send a signal: one that is
    // ignored unless somebody asked for it.
    if (fcntl(file, F_SETSIG, SIGURG) != 0 || fcntl(file, F_SETLEASE, F_WRLCK) != 0) return 0;
    return fcntl(file, F_SETLEASE, F_UNLCK) == 0;
}

int etl_exchange(const char *one, const char *other) {
    return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

void etl_begin_writeback(int file, off_t offset, off_t byte_count) {
    // Only a hint: whoever needs the bytes on the disk syncs the file.
    (void)sync_file_range(file, offset, byte_count, SYNC_FILE_RANGE_WRITE);
}

void etl_shape_heap(int count, int byte_count) {
    mallopt(M_ARENA_MAX, count);
    mallopt(M_MMAP_THRESHOLD, byte_count);
}

void etl_release_freed_memory(void) { malloc_trim(0); }

const int etl_o_path = O_PATH;

int etl_open_by_components(const char *path, int flags) {
    if (strlen(path) >= 4096) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int directory = open(path[0] == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    while (directory >= 0) {
        while (*path == '/') path += 1;
        size_t length = strcspn(path, "/");
        if (length > 255) {
            close(directory);
            errno = ENAMETOOLONG;
            return -1;
        }
        char name[256];
        memcpy(name, path, length);
        name[length] = 0;
        path += length;
        while (*path == '/') path += 1;
        int next;
        if (*path == 0) {
            next = openat(directory, length == 0 ? "." : name, flags | O_NOFOLLOW);
        } else {
            next = openat(directory, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        }
        // O_DIRECTORY turns a link's ELOOP into ENOTDIR; the caller has to tell them apart.
        if (next < 0 && errno == ENOTDIR) {
            char target[1];
            if (readlinkat(directory, name, target, 1) >= 0) errno = ELOOP; else errno = ENOTDIR;
        }
        int error = errno;
        close(directory);
        errno = error;
        if (*path == 0) return next;
        directory = next;
    }
    return -1;
}

int etl_open_without_symbolic_links(const char *path, int flags) {
#if defined(SYS_openat2) && defined(RESOLVE_NO_SYMLINKS)
    static _Atomic int missing;
    if (!missing) {
        struct open_how how = {.flags = (uint64_t)(unsigned int)flags, .resolve = RESOLVE_NO_SYMLINKS};
        long result = syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
        if (result >= 0 || (errno != ENOSYS && errno != EPERM && errno != E2BIG)) return (int)result;
        // EPERM may also be the file's own answer (O_NOATIME, seals): only ENOSYS is for good.
        if (errno == ENOSYS) missing = 1;
    }
#endif
    return etl_open_by_components(path, flags);
}
