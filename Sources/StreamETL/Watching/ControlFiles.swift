import CInotify

/// Files beside the drop directories whose changes are told by number: the mapping and its like.
///
/// Their directories are watched, since files are replaced by renames and need not be there.
struct ControlFiles {
    private let paths: [[UInt8]]
    /// What they were like, while nothing tells of their changes.
    private var states: [FileFingerprint?]?

    /// - Parameter paths: Absolute.
    init(_ paths: [[UInt8]]) { self.paths = paths }

    /// What must be watched for events of all files.
    var directories: [[UInt8]] {
        Set(paths.map { SystemPath.parent(of: $0) }).map { SystemPath.resolved($0) ?? $0 }
    }

    /// Numbers of the files that an event in one of the directories tells of.
    func changes(by event: InotifyEvent) -> [Int] {
        guard !event.has(IN_MODIFY), !event.has(IN_CREATE) else { return [] }
        return paths.indices.filter { paths[$0].hasSuffix(name: event.name) }
    }

    /// Numbers of the files that are not what they were when this was asked last; none where events tell.
    mutating func changesSinceLastLook(isWatched: Bool) -> [Int] {
        guard !isWatched else {
            states = nil
            return []
        }
        let now = paths.map { try? FileStatus.following($0).fingerprint }
        defer { states = now }
        guard let states else { return [] }
        return now.indices.filter { now[$0] != states[$0] }
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(name: [UInt8]) -> Bool {
        count > name.count && self[count - name.count - 1] == UInt8(ascii: "/")
            && suffix(name.count).elementsEqual(name)
    }
}
