package import ETLFiles
package import ETLModel

/// Walks drop directories and tells of every file that might be an export.
///
/// Nothing is opened but directories.
package struct DropScanner: Sendable {
    package let roots: DropRoots
    package let filter: DropFilter

    package init(roots: DropRoots, filter: DropFilter) {
        self.roots = roots
        self.filter = filter
    }

    /// An obstacle to a complete walk.
    package struct Obstacle: Hashable, Sendable {
        package let path: DropPath
        package let errno: CInt
    }

    /// The places that a walk did not enter.
    package struct Findings: Hashable, Sendable {
        /// Directories that could not be listed.
        package var obstacles: [Obstacle] = []
        /// Links that lead out of the drop directories.
        package var straySymbolicLinks: [DropPath] = []
    }

    /// Hands on every file at or below `start`, as ``DropWalk`` comes to it.
    ///
    /// - Parameters:
    ///   - enter: Called for each directory before it is listed, with its absolute path and, if it can be
    ///     opened, its descriptor: a watch that is added here misses nothing.
    ///   - link: Called for each symbolic link before it is followed.
    ///   - visit: Called with each regular file's path and status.
    /// - Returns: The places that were left out. A missing start is no obstacle.
    package func scan(
        _ start: DropPath, enter: (DropPath, [UInt8], CInt?) -> Void = { _, _, _ in },
        link: (DropPath) -> Void = { _ in }, visit: (DropPath, FileStatus) throws -> Void
    ) throws -> Findings {
        var walk = try DropWalk(self, from: start, link: link, visit: visit)
        while try walk.listNext(enter: enter, link: link, visit: visit) {}
        return walk.findings
    }

    /// Whether the last component is a symbolic link, wherever it leads.
    package func isSymbolicLink(_ path: DropPath) -> Bool {
        roots.absolute(path).map(SystemPath.isSymbolicLink) ?? false
    }
}
