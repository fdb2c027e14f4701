package import ETLFiles
package import ETLModel
package import ETLStore
package import ETLWatching

/// Compares the store with the disk by status alone: no file is opened.
package struct Reconciliation {
    /// Of the files that differ, those that were changed so lately that they may still be written to.
    package private(set) var unsettled: Set<DropPath> = []
    package private(set) var obstacles: [DropScanner.Obstacle] = []
    /// Links that lead out of the drop directories and are not followed.
    package private(set) var straySymbolicLinks: [DropPath] = []
    /// Directories that are empty because a file system is not mounted. Their files stay.
    package private(set) var vacated: Set<DropPath> = []
    /// Files that are present.
    package private(set) var present = 0
    private let starts: [DropPath]
    private let settledBefore: Int64
    private var remains: MountRemains
    /// The store's files at and below each start, until the start is walked.
    private var knownWithin: [[DropPath: StoredFile]]
    private var known: [DropPath: StoredFile] = [:]

    /// - Parameters:
    ///   - starts: Files or directories to compare, with all below them.
    ///   - settledBefore: Files whose status changed at or after this moment, in nanoseconds since 1970, are
    ///     ``unsettled``.
    package init(of starts: [DropPath], in store: Store, roots: DropRoots, settledBefore: Int64 = .max) throws
    {
        self.starts = starts
        self.settledBefore = settledBefore
        remains = MountRemains(roots: roots)
        knownWithin = try store.files(withinEach: starts)
    }

    /// A walk begins at one of the starts.
    package mutating func begin(at index: Int) {
        // Taken out of the list: of what both hold, the first change would make a copy.
        known = [:]
        swap(&known, &knownWithin[index])
    }

    /// Whether a file that the walk comes to is not as the store has it.
    mutating func differs(_ path: DropPath, _ status: FileStatus) -> Bool {
        present += 1
        guard known.removeValue(forKey: path)?.fingerprint != status.fingerprint else { return false }
        if status.fingerprint.changed >= settledBefore { unsettled.insert(path) }
        return true
    }

    /// The walk is at its end.
    ///
    /// - Returns: Files that are gone, sorted.
    package mutating func end(_ found: DropScanner.Findings) -> [DropPath] {
        var gone: [DropPath] = []
        // A directory that cannot be listed keeps its files: they may still be there.
        for (path, file) in known
        where !found.obstacles.contains(where: {
            $0.path.drop == path.drop && path.path.isWithin($0.path.path)
        }) {
            if let directory = remains.directory(of: path, onDevice: file.fingerprint.device) {
                vacated.insert(directory)
            } else {
                gone.append(path)
            }
        }
        known = [:]
        obstacles += found.obstacles
        straySymbolicLinks += found.straySymbolicLinks
        return gone.sorted()
    }

    /// Walks all starts.
    ///
    /// - Parameter scan: Walks one of them.
    /// - Returns: Paths that are new, different or gone. A file that is renamed during the walk may be met twice.
    package mutating func changes(
        scan: (DropPath, (DropPath, FileStatus) -> Void) throws -> DropScanner.Findings
    ) rethrows -> Set<DropPath> {
        var changes: Set<DropPath> = []
        for (index, start) in starts.enumerated() {
            begin(at: index)
            let found = try scan(start) { if differs($0, $1) { changes.insert($0) } }
            changes.formUnion(end(found))
        }
        return changes
    }

    /// Whether the path was compared.
    package func covers(_ path: DropPath) -> Bool {
        starts.contains { $0.drop == path.drop && path.path.isWithin($0.path) }
    }
}
