public import ETLModel

/// A possible change below the drop directories. Events are hints: the receiver compares the path with the file
/// system, which alone decides.
public enum WatchEvent: Hashable, Sendable {
    /// A file is complete, gone, or readable again.
    case settled(DropPath)
    /// A file went from its name, which another may bear already.
    case removed(DropPath)
    /// A file was written to and is still open, as far as is known.
    case writing(DropPath)
    /// A file was made or changed lately. Its writer may still have it open.
    case lately(DropPath)
    /// A directory came, went or was renamed: everything below is to be looked at.
    case subtree(DropPath)
    /// Events were lost: everything is to be looked at.
    case overflow
    /// A file beside the drops that steers the program changed; its position in the watcher's list.
    case control(Int)
    /// A drop directory is away or cannot be watched as it should.
    case degraded(drop: Int, WatchFault)
    /// A drop directory is back and watched.
    case recovered(drop: Int)
    /// A directory below a drop directory lies on a file system that does not tell of changes.
    case polled(DropPath)
}
