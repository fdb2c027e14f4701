import CLinuxIO

/// Memory that was freed and that the C library keeps for what comes next.
package enum FreedMemory {
    /// Gives it back to the system: what comes next may need other sizes.
    package static func release() { etl_release_freed_memory() }
}
