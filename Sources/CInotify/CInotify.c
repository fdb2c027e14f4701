// A C target has a source; what Swift needs of inotify is in the system's headers.
#include "CInotify.h"
