public import ETLModel

/// A directory that exports are dropped into.
public struct DropRoot: Hashable, Sendable {
    /// Position among all drop directories in the order of their names, from 0; ``DropPath/drop`` of
    /// everything below. A ``Pipeline`` gives its own, which its store knows.
    public let index: Int
    /// Absolute, without a trailing slash (except `/` itself); raw bytes.
    public let path: [UInt8]
    /// The source all files below belong to; `nil`: told by their content.
    public let source: Source?
    /// By which the directory is known again when it is found elsewhere.
    public let name: String

    /// - Parameters:
    ///   - path: Absolute, or relative to the working directory; `.`, `..` and doubled slashes are taken out
    ///     by their text.
    ///   - name: `nil`: the last component of the path.
    public init(index: Int, path: [UInt8], source: Source? = nil, name: String? = nil) {
        self.index = index
        self.path = SystemPath.normalized(path)
        self.source = source
        self.name = name ?? DropName.ofDirectory(self.path)
    }

    public init(index: Int, path: String, source: Source? = nil, name: String? = nil) {
        self.init(index: index, path: Array(path.utf8), source: source, name: name)
    }

    /// The same directory at another position.
    package func at(_ index: Int) -> DropRoot {
        DropRoot(index: index, path: path, source: source, name: name)
    }
}
