import Glibc

/// The place of an output, and the names of the files beside it while it is written.
package enum OutputPath {
    /// Temporary names hold the target's, so that leftovers of a crash can be found and removed.
    package static func temporaryPrefix(of target: String) -> String {
        let name = target.split(separator: "/").last.map(String.init) ?? target
        return ".\(name).etl-watch-"
    }

    package static func temporaryName(for target: String) -> String {
        directory(of: target) + "/" + temporaryPrefix(of: target) + "\(getpid())"
    }

    package static func directory(of target: String) -> String {
        guard let slash = target.lastIndex(of: "/") else { return "." }
        return slash == target.startIndex ? "/" : String(target[..<slash])
    }

    /// The file that a write to `output` replaces. A symbolic link at that path stays; its target is replaced or made.
    package static func place(of output: String) -> String {
        let path = Array(output.utf8)
        guard SystemPath.isSymbolicLink(path),
            let place = SystemPath.resolved(path) ?? SystemPath.target(ofSymbolicLink: path)
        else { return output }
        return String(decoding: place, as: UTF8.self)
    }

    /// Removes temporary files that a crash left beside `target`.
    package static func removeLeftovers(of target: String) {
        let prefix = Array(temporaryPrefix(of: target).utf8)
        let directory = directory(of: target)
        guard var listing = try? DirectoryListing(Array(directory.utf8)) else { return }
        while let entry = listing.next() {
            guard entry.name.starts(with: prefix) else { continue }
            _ = SystemPath.withCString(Array(directory.utf8) + [UInt8(ascii: "/")] + entry.name) {
                $0.map { unlink($0) }
            }
        }
    }

    /// Gives `temporary`, which is synced, the name `target`, and syncs the directory.
    package static func replace(_ target: String, with temporary: String) throws(FileWriteError) {
        guard rename(temporary, target) == 0 else { throw FileWriteError(step: .rename, errno: errno) }
        syncDirectory(of: target)
    }

    /// Makes a name of the directory outlast a power cut. A file system that cannot sync directories keeps
    /// names in its own way.
    package static func syncDirectory(of target: String) {
        let descriptor = open(directory(of: target), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
