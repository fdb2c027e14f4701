import Glibc

/// Walks drop directories and tells of every file that might be an export.
///
/// Nothing is opened but directories. The walk keeps its own stack, so depth is bounded by the file
/// system alone, and a directory that vanishes meanwhile counts as empty.
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

    /// Where a walk still has to go, and what it found so far.
    private struct Walk {
        var waiting: [(path: DropPath, throughLinks: [[UInt8]])] = []
        var findings = Findings()
    }

    /// Hands on every file at or below `start`, in no particular order.
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
        var walk = Walk()
        guard let root = roots.root(of: start) else { return walk.findings }
        if start.path.isRoot {
            walk.waiting = [(start, [])]
        } else {
            guard !filter.ignoresParent(of: start.path) else { return walk.findings }
            let links = linkTargets(above: start)
            if isLink(start) {
                link(start)
                try follow(
                    start, named: Array(start.path.name), throughLinks: links, walk: &walk, visit: visit)
            } else if let status = try? roots.status(of: start) {
                switch status.kind {
                case .file where !filter.ignoresFile(named: start.path.name): try visit(start, status)
                case .directory where !filter.ignoresDirectory(named: start.path.name):
                    walk.waiting = [(start, links)]
                default: break
                }
            }
        }
        while let directory = walk.waiting.popLast() {
            try Task.checkCancellation()
            let path = directory.path
            if roots.isOwnedByAnother(path) { continue }
            let opened = Result { () throws(SystemError) in try openDirectory(path) }
            enter(path, SystemPath.joined(root.path, path.path), try? opened.get())
            do {
                try list(
                    path, opened.get(), throughLinks: directory.throughLinks, walk: &walk, link: link,
                    visit: visit)
            } catch let error as SystemError {
                if !error.isAbsence {
                    walk.findings.obstacles.append(Obstacle(path: path, errno: error.errno))
                }
            }
        }
        return walk.findings
    }

    /// Whether the last component is a link, wherever it leads.
    func isLink(_ path: DropPath) -> Bool {
        guard let absolute = roots.absolute(path) else { return false }
        return (try? FileStatus.notFollowing(absolute))?.kind == .link
    }

    /// Where the links lead that a walk from the top would have gone through.
    private func linkTargets(above path: DropPath) -> [[UInt8]] {
        var targets: [[UInt8]] = []
        var parent = DropPath(drop: path.drop, path: path.path.parent)
        while !parent.path.isRoot {
            if isLink(parent), let target = roots.absolute(parent).flatMap(SystemPath.resolved) {
                targets.append(target)
            }
            parent = DropPath(drop: path.drop, path: parent.path.parent)
        }
        return targets
    }

    private func list(
        _ directory: DropPath, _ descriptor: CInt, throughLinks: [[UInt8]], walk: inout Walk,
        link: (DropPath) -> Void, visit: (DropPath, FileStatus) throws -> Void
    ) throws {
        guard let stream = fdopendir(descriptor) else {
            let error = SystemError()
            close(descriptor)
            throw error
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = Self.name(of: entry)
            if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { continue }
            let path = DropPath(drop: directory.drop, path: directory.path.appending(name))
            let kind = entry.pointee.d_type
            if kind == UInt8(DT_DIR) {
                if !filter.ignoresDirectory(named: name) { walk.waiting.append((path, throughLinks)) }
                continue
            }
            if kind == UInt8(DT_REG), filter.ignoresFile(named: name) { continue }
            guard let status = Self.status(of: entry, in: descriptor) else { continue }
            switch status.kind {
            case .file: if !filter.ignoresFile(named: name) { try visit(path, status) }
            case .directory:
                if !filter.ignoresDirectory(named: name) { walk.waiting.append((path, throughLinks)) }
            case .link:
                link(path)
                try follow(path, named: name, throughLinks: throughLinks, walk: &walk, visit: visit)
            case .special: break
            }
        }
    }

    /// A drop directory itself may be reached through links: the user named it so.
    private func openDirectory(_ directory: DropPath) throws(SystemError) -> CInt {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        guard directory.path.isRoot else { return try roots.open(directory, flags) }
        guard let absolute = roots.absolute(directory) else { throw SystemError(errno: ENOENT) }
        guard let target = SystemPath.resolved(absolute) else { throw SystemError() }
        return try SystemError.open(target, flags)
    }

    private func follow(
        _ path: DropPath, named name: [UInt8], throughLinks: [[UInt8]], walk: inout Walk,
        visit: (DropPath, FileStatus) throws -> Void
    ) throws {
        guard let status = try? roots.status(of: path) else {
            if roots.leadsOut(path) { walk.findings.strayLinks.append(path) }
            return
        }
        switch status.kind {
        case .file: if !filter.ignoresFile(named: name) { try visit(path, status) }
        case .directory:
            guard !filter.ignoresDirectory(named: name), let absolute = roots.absolute(path),
                let target = SystemPath.resolved(absolute), !throughLinks.contains(target),
                SystemPath.relative(absolute, to: target) == nil
            else { return }
            walk.waiting.append((path, throughLinks + [target]))
        case .link, .special: break
        }
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
        // The array's declared length is not the record's: the pointer is taken from the entry itself.
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        let start = UnsafeRawPointer(entry).advanced(by: offset)
        return Array(
            UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self))))
    }

    private static func status(of entry: UnsafeMutablePointer<dirent>, in directory: CInt) -> FileStatus? {
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        let name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
        return try? FileStatus.of(name: name, in: directory)
    }
}
