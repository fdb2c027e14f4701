#ifndef CINOTIFY_H
#define CINOTIFY_H
#include <sys/inotify.h>
#endif
