#define _GNU_SOURCE
#include "CLinuxIO.h"
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

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
