#define _GNU_SOURCE
#include "CLinuxIO.h"
#include <unistd.h>

ssize_t etl_copy_file_range(int source, off_t *offset, int destination, size_t byte_count) {
    return copy_file_range(source, offset, destination, NULL, byte_count, 0);
}
