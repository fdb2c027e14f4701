public import ETLModel

/// A directory that exports are dropped into.
public struct DropRoot: Hashable, Sendable {
    /// Position in the configuration, from 0; ``DropPath/drop`` of everything below.
    public let index: Int
    /// Absolute, without a trailing slash (except `/` itself); raw bytes.
    public let path: [UInt8]
    /// The source all files below belong to; `nil`: told by their content.
    public let source: Source?

    /// - Parameter path: Absolute, or relative to the working directory; `.`, `..` and doubled slashes
    ///   are taken out by their text.
    public init(index: Int, path: [UInt8], source: Source? = nil) {
        self.index = index
        self.path = SystemPath.normalized(path)
        self.source = source
    }

    public init(index: Int, path: String, source: Source? = nil) {
        self.init(index: index, path: Array(path.utf8), source: source)
    }
}
