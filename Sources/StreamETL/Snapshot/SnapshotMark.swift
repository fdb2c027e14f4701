import ETLFiles
import ETLModel

/// By which a snapshot is known again: another file, or one that somebody wrote into, has another.
package struct SnapshotMark: Hashable, Sendable {
    /// As it is stored.
    package let text: String

    /// `nil` where there is no file.
    package init?(of path: String) {
        guard let status = try? FileStatus.following(Array(path.utf8)), status.kind == .file
        else { return nil }
        let file = status.fingerprint
        // Not the time of its change of status: links to it are made, and its owner may change its mode.
        text = "\(file.device) \(file.inode) \(file.byteCount) \(file.modified) \(path)"
    }

    package init(text: String) { self.text = text }
}
