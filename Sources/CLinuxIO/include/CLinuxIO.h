#ifndef CLINUXIO_H
#define CLINUXIO_H

#include <sys/types.h>

/// copy_file_range(2); glibc declares it only with _GNU_SOURCE.
ssize_t etl_copy_file_range(int source, off_t *offset, int destination, off_t *at, size_t byte_count);

/// Whether nobody else has the file open, reading, writing or mapped. `file` must be open for writing.
/// Where the file system cannot tell (fcntl(2), F_SETLEASE), somebody might.
int etl_is_sole_opener(int file);

/// Gives each of two names the other's file, atomically: renameat2(2) with RENAME_EXCHANGE.
int etl_exchange(const char *one, const char *other);

/// sync_file_range(2): makes the disk begin to write a part of the file, and waits for nothing.
void etl_begin_writeback(int file, off_t offset, off_t byte_count);

/// mallopt(3), for processes that have only begun: at most `count` arenas, and a mapping of its own for whatever
/// takes `byte_count` bytes or more, now and always.
void etl_shape_heap(int count, int byte_count);

/// Gives memory that was freed, and that the C library keeps for what comes next, back to the system.
void etl_release_freed_memory(void);

/// Opens `path` as open(2) does, but fails with ELOOP when any component is a symbolic link; the last
/// one may be one when `flags` hold O_PATH and O_NOFOLLOW. Uses openat2(2), and a walk over the
/// components where the kernel or a system-call filter does not have it.
int etl_open_without_symbolic_links(const char *path, int flags);

/// As ``etl_open_without_symbolic_links``, always by the walk.
int etl_open_by_components(const char *path, int flags);

/// O_PATH, which the headers show only to _GNU_SOURCE.
extern const int etl_o_path;

#endif
