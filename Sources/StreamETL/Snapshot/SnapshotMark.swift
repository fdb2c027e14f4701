import ETLFiles
import ETLModel

/// Identifies a written snapshot. Another file, or the same file after a write, has another mark.
package struct SnapshotMark: Hashable, Sendable {
    /// As it is stored.
    package let text: String

    /// `nil` if there is no file.
    package init?(of path: String) {
        guard let status = try? FileStatus.following(Array(path.utf8)), status.kind == .file
        else { return nil }
        let file = status.fingerprint
        // Not the time of its change of status: links to it are made, and its owner may change its mode.
        text = "\(file.device) \(file.inode) \(file.byteCount) \(file.modified) \(path)"
    }

    package init(text: String) { self.text = text }
}
