import CInotify
import ETLFiles
import ETLModel

/// Files beside the drop directories, such as the mapping. Their changes are reported by number.
///
/// Their directories are watched, since files are replaced by renames and need not be there.
struct ControlFiles {
    private let paths: [[UInt8]]
    /// Their fingerprints at the last look.
    private var states: [FileFingerprint?]?
    private var told: [FileFingerprint?] = []

    /// - Parameter paths: Absolute.
    init(_ paths: [[UInt8]]) { self.paths = paths }

    /// The directories to watch for events of all files.
    var directories: [[UInt8]] {
        Set(paths.map { SystemPath.parent(of: $0) }).map { SystemPath.resolved($0) ?? $0 }
    }

    /// Numbers of the files that an event in one of the directories tells of.
    func changes(by event: InotifyEvent) -> [Int] {
        guard !event.has(IN_MODIFY), !event.has(IN_CREATE) else { return [] }
        return paths.indices.filter { paths[$0].hasSuffix(name: event.name) }
    }

    /// Numbers of the files that changed since they were last reported.
    ///
    /// Events tell of most changes, but not of those behind a symbolic link, in a directory that took the place of another,
    /// or when some were lost.
    ///
    /// - Parameter isWatched: Whether events tell of changes; then a file must be the same at two looks, since
    ///   a program may be writing it.
    mutating func changesSinceLastLook(isWatched: Bool) -> [Int] {
        let now = paths.map { try? FileStatus.following($0).fingerprint }
        let last = states ?? now
        if states == nil { told = now }
        states = now
        let changes = now.indices.filter { now[$0] != told[$0] && (!isWatched || now[$0] == last[$0]) }
        for index in changes { told[index] = now[index] }
        return changes
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(name: [UInt8]) -> Bool {
        count > name.count && self[count - name.count - 1] == UInt8(ascii: "/")
            && suffix(name.count).elementsEqual(name)
    }
}
