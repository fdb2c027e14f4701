import ETLModel

/// The names of all members of an archive.
enum ArchiveNames {
    /// Of a compressed tar, whose names stand between the data, this much is expanded.
    private static let expandedByteCount = 1 << 30

    /// - Returns: Whether the names are those of the whole archive, or of as much of it as is looked at.
    static func forEach(
        of content: any FileContent, startingWith head: [UInt8], limits: InputLimits,
        _ body: (RelativePath) -> Void
    ) throws -> Bool {
        let input = try ArchiveInput(content, limits: limits)
        if ArchiveReader.isZip(head) {
            guard let directory = try ArchiveDirectory(of: input) else { return false }
            try directory.forEachName(atMost: limits.archiveMembers) { stored in
                if stored.last != UInt8(ascii: "/"), case .path(let path) = ArchiveMemberName(stored: stored)
                {
                    body(path)
                }
            }
            return true
        }
        let isCompressed = ArchiveHead.isGzip(head)
        let reader = try ArchiveReader(input, limits: limits)
        var rest = expandedByteCount
        while rest > 0, !Task.isCancelled, let member = try reader.next() {
            if member.isRegular, case .path(let path) = member.name { body(path) }
            if isCompressed { rest -= try reader.skip(atMost: rest) + 512 }
        }
        return true
    }
}
