/// Walks drop directories and tells of every file that might be an export.
///
/// Nothing is opened but directories.
struct DropScanner: Sendable {
    let roots: DropRoots
    let filter: DropFilter

    /// What stood in the way of a complete walk.
    struct Obstacle: Hashable, Sendable {
        let path: DropPath
        let errno: CInt
    }

    /// What a walk did not go into.
    struct Findings: Hashable, Sendable {
        /// Directories that could not be listed.
        var obstacles: [Obstacle] = []
        /// Links that lead out of the drop directories.
        var strayLinks: [DropPath] = []
    }

    /// Hands on every file at or below `start`, as ``DropWalk`` comes to it.
    ///
    /// - Parameters:
    ///   - enter: Called for each directory before it is listed, with its absolute path and, if it can be
    ///     opened, its descriptor: a watch that is added here misses nothing.
    ///   - link: Called for each link before it is followed.
    ///   - visit: Called with each regular file's path and status.
    /// - Returns: What was left out. A start that does not exist is no obstacle.
    func scan(
        _ start: DropPath, enter: (DropPath, [UInt8], CInt?) -> Void = { _, _, _ in },
        link: (DropPath) -> Void = { _ in }, visit: (DropPath, FileStatus) throws -> Void
    ) throws -> Findings {
        var walk = try DropWalk(self, from: start, link: link, visit: visit)
        while try walk.listNext(enter: enter, link: link, visit: visit) {}
        return walk.findings
    }

    /// Whether the last component is a link, wherever it leads.
    func isLink(_ path: DropPath) -> Bool {
        roots.absolute(path).map(SystemPath.isLink) ?? false
    }
}
