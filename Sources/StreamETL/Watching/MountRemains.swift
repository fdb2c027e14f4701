package import ETLFiles
package import ETLModel

/// Distinguishes deleted files from files whose file system is away.
///
/// An unmounted file system leaves the directory that it was mounted on. That directory is empty and on another device
/// than the files were. A missing drop directory says nothing about its files either.
package struct MountRemains {
    private enum Finding {
        case alive
        case empty(DropPath, device: Int64)
        case noDrop(DropPath)
    }

    private let roots: DropRoots
    /// By the directory asked for; absent files have few.
    private var findings: [DropPath: Finding] = [:]

    package init(roots: DropRoots) { self.roots = roots }

    /// The directory that stands in for the one where the file was; `nil`: the file was deleted.
    package mutating func directory(of file: DropPath, onDevice device: Int64) -> DropPath? {
        switch finding(at: DropPath(drop: file.drop, path: file.path.parent)) {
        case .alive: nil
        case .empty(let directory, let now): now == device ? nil : directory
        case .noDrop(let drop): drop
        }
    }

    private mutating func finding(at directory: DropPath) -> Finding {
        if let known = findings[directory] { return known }
        let found: Finding
        if let absolute = roots.absolute(directory), let status = try? FileStatus.following(absolute),
            status.kind == .directory
        {
            found =
                SystemPath.isVacated(absolute)
                ? .empty(directory, device: status.fingerprint.device) : .alive
        } else if directory.path.isRoot {
            found = .noDrop(directory)
        } else {
            found = finding(at: DropPath(drop: directory.drop, path: directory.path.parent))
        }
        findings[directory] = found
        return found
    }
}
