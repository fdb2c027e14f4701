#ifndef CDASHBOARD_H
#define CDASHBOARD_H

#include <stddef.h>

// A file of `assets`, as it is in the program.
struct page_asset {
    const char *name;
    const char *media_type;
    const unsigned char *bytes;
    size_t count;
};

// How many there are, and one of them.
size_t page_asset_count(void);
struct page_asset page_asset_at(size_t index);

#endif
