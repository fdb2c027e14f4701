import ETLFiles
import ETLModel
import Glibc

/// Keeps past snapshots: at most one every `interval`, and the newest `count` of them.
///
/// The archive holds hard links, which cost no copying: a snapshot with a second name is never written over. On
/// another file system there is no archive.
public struct SnapshotArchive: Hashable, Sendable {
    public let directory: String
    public let count: Int
    public let interval: Duration

    public init(directory: String, count: Int, interval: Duration) {
        self.directory = directory
        self.count = count
        self.interval = interval
    }

    /// Archives the snapshot at `path` if the last one is old enough, and removes those beyond `count`.
    ///
    /// - Parameter generatedAt: Seconds since 1970 of the snapshot; part of the name.
    /// - Throws: ``SnapshotError``.
    package func keep(_ path: String, generatedAt: Int64) throws(SnapshotError) {
        guard count > 0 else { return }
        if mkdir(directory, 0o700) != 0, errno != EEXIST {
            throw SnapshotError(step: .create, errno: errno)
        }
        let stem = Self.stem(of: path)
        var names = try archived(stem)
        let name = "\(stem)-\(Self.stamp(generatedAt)).json"
        // A name of the archive is a moment, so names tell which is newest and how old it is.
        let earliest = "\(stem)-\(Self.stamp(generatedAt - interval.components.seconds)).json"
        if let newest = names.last, newest > earliest { return }
        guard link(path, directory + "/" + name) == 0 || errno == EEXIST else {
            throw SnapshotError(step: .create, errno: errno)
        }
        names.append(name)
        for old in names.dropLast(count) { unlink(directory + "/" + old) }
    }

    /// Names of the archived snapshots, oldest first.
    private func archived(_ stem: String) throws(SnapshotError) -> [String] {
        var names: [String] = []
        var listing: DirectoryListing
        do {
            listing = try DirectoryListing(Array(directory.utf8))
        } catch {
            throw SnapshotError(step: .create, errno: error.errno)
        }
        while let entry = listing.next() {
            let name = String(decoding: entry.name, as: UTF8.self)
            let isOurs = name.hasPrefix(stem + "-") && name.hasSuffix("Z.json")
            if isOurs, name.utf8.count == stem.utf8.count + 22 { names.append(name) }
        }
        return names.sorted()
    }

    /// `unified` of `/data/unified.json`.
    private static func stem(of path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
    }

    /// `20240720T093000Z`.
    private static func stamp(_ moment: Int64) -> String {
        UTCTime.text(moment).filter { $0 != "-" && $0 != ":" }
    }
}
