import CLinuxIO
import Glibc

/// The C library's memory arenas.
enum MemoryArenas {
    /// Bounds their number by half the cores. Each keeps for itself what is freed in it, and what one
    /// thread makes another frees here: with some a thread they grow to twice what is in use.
    static func limit() {
        etl_limit_arenas(Int32(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)))
    }
}
