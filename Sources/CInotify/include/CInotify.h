#ifndef CINOTIFY_H
#define CINOTIFY_H

#include <fcntl.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/vfs.h>

/// Opens `path` as open(2) does, but fails with ELOOP when any component is a symbolic link; the last
/// one may be a link when `flags` hold O_PATH and O_NOFOLLOW. Uses openat2(2), and a walk over the
/// components where the kernel or a system-call filter does not have it.
int etl_open_without_links(const char *path, int flags);

/// As ``etl_open_without_links``, always by the walk.
int etl_open_by_components(const char *path, int flags);

/// O_PATH, which the headers show only to _GNU_SOURCE.
extern const int etl_o_path;

#endif
