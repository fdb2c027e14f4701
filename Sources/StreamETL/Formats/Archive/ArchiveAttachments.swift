import ETLModel

/// Distinguishes the files that people sent each other from the exporter's own. They lie in folders of known names
/// beside the export's own files.
///
/// An invitation that was sent in a chat is not a calendar.
struct ArchiveAttachments {
    /// Folders of Telegram Desktop, of Slack's exporters and of slackdump.
    private static let folderNames: Set<[UInt8]> = Set(
        [
            "files", "photos", "video_files", "voice_messages", "round_video_messages", "stickers",
            "contacts",
            "stories", "profile_pictures", "attachments", "__uploads", "__avatars",
        ].map { Array($0.utf8) })

    private var directories: Set<[UInt8]> = []

    /// Notes where an export's own files lie.
    mutating func note(_ member: RelativePath) {
        let name = member.nameText
        if ArchiveRecognition.isDayFile(member.name) {
            directories.insert(member.parent.bytes)
            directories.insert(member.parent.parent.bytes)
        } else if ArchiveRecognition.slackLists.contains(name) || name == "result.json"
            || name == "export_results.html"
            || name.hasPrefix("messages") && name.hasSuffix(".html")
        {
            directories.insert(member.parent.bytes)
        }
    }

    func contains(_ member: RelativePath) -> Bool {
        guard !directories.isEmpty else { return false }
        var folder = member.parent
        while !folder.isRoot {
            if Self.folderNames.contains(Array(folder.name)), directories.contains(folder.parent.bytes) {
                return true
            }
            folder = folder.parent
        }
        return false
    }
}
