#ifndef CLINUXIO_H
#define CLINUXIO_H

#include <sys/types.h>

/// copy_file_range(2) to the current position of `destination`; glibc declares it only with _GNU_SOURCE.
ssize_t etl_copy_file_range(int source, off_t *offset, int destination, size_t byte_count);

#endif
