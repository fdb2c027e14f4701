package import ETLFiles
package import ETLModel
import Glibc

/// A walk over a place in a drop directory and all below it, one directory at a time.
///
/// The files of a directory come before its directories, and these in the order of their names. The walk keeps
/// its own stack, so depth is bounded by the file system alone, and a directory that vanishes meanwhile counts
/// as empty.
package struct DropWalk {
    /// A directory to go into.
    private struct Place {
        let directory: DropPath
        /// Where the symbolic links lead through which the walk came there.
        let throughSymbolicLinks: [[UInt8]]
    }

    /// The directories of a directory that were not gone into yet.
    private struct Level {
        let place: Place
        var names = NameList()
        var foundCount = 0
    }

    private let scanner: DropScanner
    private var levels: [Level] = []
    /// The place to begin with, and directories that links lead to.
    private var waiting: [Place] = []
    package private(set) var findings = DropScanner.Findings()

    /// - Parameters:
    ///   - link: Called if `start` is a link, before it is followed.
    ///   - visit: Called if `start` is a file.
    package init(
        _ scanner: DropScanner, from start: DropPath, link: (DropPath) -> Void = { _ in },
        visit: (DropPath, FileStatus) throws -> Void
    ) throws {
        self.scanner = scanner
        if start.path.isRoot {
            waiting = [Place(directory: start, throughSymbolicLinks: [])]
            return
        }
        let (roots, filter) = (scanner.roots, scanner.filter)
        guard roots.root(of: start) != nil, !filter.ignoresParent(of: start.path) else { return }
        let place = Place(directory: start, throughSymbolicLinks: linkTargets(above: start))
        let name = Array(start.path.name)
        if scanner.isSymbolicLink(start) {
            link(start)
            try follow(place, named: name, visit: visit)
        } else if let status = try? roots.status(of: start) {
            switch status.kind {
            case .file where !filter.ignoresFile(named: name): try visit(start, status)
            case .directory where !filter.ignoresDirectory(named: name): waiting = [place]
            default: break
            }
        }
    }

    /// How much of the walk is done, from 0 to 1, as if every directory of one were as large as any other.
    package var share: Double {
        var (share, part) = (0.0, 1.0)
        for level in levels {
            part /= Double(level.foundCount + 1)
            share += part * Double(level.foundCount - level.names.count)
        }
        return levels.isEmpty && waiting.isEmpty ? 1 : share
    }

    /// Lists the next directory; see ``DropScanner/scan(_:enter:link:visit:)``.
    ///
    /// - Returns: Whether there was one.
    package mutating func listNext(
        enter: (DropPath, [UInt8], CInt?) -> Void = { _, _, _ in }, link: (DropPath) -> Void = { _ in },
        visit: (DropPath, FileStatus) throws -> Void
    ) throws -> Bool {
        try Task.checkCancellation()
        guard let place = nextPlace() else { return false }
        let path = place.directory
        guard let root = scanner.roots.root(of: path), !scanner.roots.isOwnedByAnother(path) else {
            return true
        }
        let opened = Result { () throws(SystemError) in try openDirectory(path) }
        enter(path, SystemPath.joined(root.path, path.path), try? opened.get())
        do {
            try list(place, opened.get(), link: link, visit: visit)
        } catch let error as SystemError {
            if !error.isAbsence {
                findings.obstacles.append(DropScanner.Obstacle(path: path, errno: error.errno))
            }
        }
        return true
    }

    private mutating func nextPlace() -> Place? {
        if let place = waiting.popLast() { return place }
        while let last = levels.indices.last {
            if let name = levels[last].names.takeFirst() {
                let parent = levels[last].place
                return Place(
                    directory: Self.path(parent.directory, name),
                    throughSymbolicLinks: parent.throughSymbolicLinks)
            }
            levels.removeLast()
        }
        return nil
    }

    private mutating func list(
        _ place: Place, _ descriptor: CInt, link: (DropPath) -> Void,
        visit: (DropPath, FileStatus) throws -> Void
    ) throws {
        var listing = try DirectoryListing(owning: descriptor)
        let filter = scanner.filter
        var level = Level(place: place)
        while let entry = listing.next() {
            let (name, kind) = (entry.name, entry.kind)
            if kind == UInt8(DT_DIR) {
                if !filter.ignoresDirectory(named: name) { level.names.append(name) }
                continue
            }
            if kind == UInt8(DT_REG), filter.ignoresFile(named: name) { continue }
            guard let status = listing.status() else { continue }
            switch status.kind {
            case .file:
                if !filter.ignoresFile(named: name) { try visit(Self.path(place.directory, name), status) }
            case .directory: if !filter.ignoresDirectory(named: name) { level.names.append(name) }
            case .symbolicLink:
                let path = Self.path(place.directory, name)
                link(path)
                let linked = Place(directory: path, throughSymbolicLinks: place.throughSymbolicLinks)
                try follow(linked, named: name, visit: visit)
            case .special: break
            }
        }
        guard level.names.count > 0 else { return }
        level.names.sort()
        level.foundCount = level.names.count
        levels.append(level)
    }

    private mutating func follow(
        _ place: Place, named name: [UInt8], visit: (DropPath, FileStatus) throws -> Void
    ) throws {
        let (path, roots, filter) = (place.directory, scanner.roots, scanner.filter)
        guard let status = try? roots.status(of: path) else {
            if roots.leadsOut(path) { findings.straySymbolicLinks.append(path) }
            return
        }
        switch status.kind {
        case .file: if !filter.ignoresFile(named: name) { try visit(path, status) }
        case .directory:
            guard !filter.ignoresDirectory(named: name), let absolute = roots.absolute(path),
                let target = SystemPath.resolved(absolute), !place.throughSymbolicLinks.contains(target),
                SystemPath.relative(absolute, to: target) == nil
            else { return }
            waiting.append(
                Place(directory: path, throughSymbolicLinks: place.throughSymbolicLinks + [target]))
        case .symbolicLink, .special: break
        }
    }

    /// Where the symbolic links lead that a walk from the top would have gone through.
    private func linkTargets(above path: DropPath) -> [[UInt8]] {
        var targets: [[UInt8]] = []
        var parent = DropPath(drop: path.drop, path: path.path.parent)
        while !parent.path.isRoot {
            if scanner.isSymbolicLink(parent),
                let target = scanner.roots.absolute(parent).flatMap(SystemPath.resolved)
            {
                targets.append(target)
            }
            parent = DropPath(drop: path.drop, path: parent.path.parent)
        }
        return targets
    }

    /// A drop directory itself may be reached through links: the user named it so.
    private func openDirectory(_ directory: DropPath) throws(SystemError) -> CInt {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        guard directory.path.isRoot else { return try scanner.roots.open(directory, flags) }
        guard let absolute = scanner.roots.absolute(directory) else { throw SystemError(errno: ENOENT) }
        guard let target = SystemPath.resolved(absolute) else { throw SystemError() }
        return try SystemError.open(target, flags)
    }

    private static func path(_ directory: DropPath, _ name: some Sequence<UInt8>) -> DropPath {
        DropPath(drop: directory.drop, path: directory.path.appending(name))
    }
}
