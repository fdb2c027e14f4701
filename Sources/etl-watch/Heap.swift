import CLinuxIO
import Glibc

/// The C library's heap.
enum Heap {
    /// Keeps it near to what is in use, where it would grow to twice that.
    ///
    /// As many arenas as cores: each keeps for itself what is freed in it, and what one thread makes another
    /// frees here. Files, payloads and batches in mappings of their own: by itself the C library puts them
    /// between small things as soon as one of them was freed, and what small things leave is of no use to
    /// them.
    static func shape() {
        etl_shape_heap(Int32(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))), 128 << 10)
    }
}
