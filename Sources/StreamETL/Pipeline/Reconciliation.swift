/// Compares what the store knows with what is on disk, by status alone: no file is opened.
struct Reconciliation {
    /// Paths that are new, different or gone, sorted.
    private(set) var changes = DropPathList()
    /// Of the changes, files that were changed so lately that they may still be written to.
    private(set) var unsettled: Set<DropPath> = []
    private(set) var obstacles: [DropScanner.Obstacle] = []
    /// Links that lead out of the drop directories and are not followed.
    private(set) var strayLinks: [DropPath] = []
    /// Directories that are empty because what was mounted there is away: their files stay.
    private(set) var vacated: Set<DropPath> = []
    /// Files that are present.
    private(set) var present = 0
    private let starts: [DropPath]

    /// - Parameters:
    ///   - starts: Files or directories to compare, with all below them.
    ///   - settledBefore: Files whose status changed at or after this moment, in nanoseconds since 1970, are
    ///     ``unsettled``.
    ///   - scan: Walks one of them.
    init(
        of starts: [DropPath], in store: Store, roots: DropRoots, settledBefore: Int64 = .max,
        scan: (DropPath, (DropPath, FileStatus) -> Void) throws -> DropScanner.Findings
    ) throws {
        self.starts = starts
        var remains = MountRemains(roots: roots)
        var knownWithin = try store.files(withinEach: starts)
        for (index, start) in starts.enumerated() {
            // Taken out of the list: of what both hold, the first change would make a copy.
            var known: [DropPath: StoredFile] = [:]
            swap(&known, &knownWithin[index])
            let found = try scan(start) { path, status in
                present += 1
                if known.removeValue(forKey: path)?.fingerprint != status.fingerprint {
                    changes.append(path)
                    if status.fingerprint.changed >= settledBefore { unsettled.insert(path) }
                }
            }
            // What cannot be looked into is left as it is: nobody has said that it is gone.
            for (path, file) in known
            where !found.obstacles.contains(where: {
                $0.path.drop == path.drop && path.path.isWithin($0.path.path)
            }) {
                if let directory = remains.directory(of: path, onDevice: file.fingerprint.device) {
                    vacated.insert(directory)
                } else {
                    changes.append(path)
                }
            }
            obstacles += found.obstacles
            strayLinks += found.strayLinks
        }
        // A file that was renamed during the walk may have been met twice.
        changes.sortUniquely()
    }

    /// Takes the changes out, so that whoever is done with them can let them go.
    mutating func takeChanges() -> DropPathList {
        defer { changes = DropPathList() }
        return changes
    }

    /// Whether the path was part of what was compared.
    func covers(_ path: DropPath) -> Bool {
        starts.contains { $0.drop == path.drop && path.path.isWithin($0.path) }
    }
}
