#define _GNU_SOURCE
#include "CInotify.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#if __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#endif

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

int etl_open_without_links(const char *path, int flags) {
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
