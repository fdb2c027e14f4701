#ifndef CINOTIFY_H
#define CINOTIFY_H

#include <fcntl.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/vfs.h>

#endif
