import ETLModel

/// The member names that can be seen in an archive's first bytes.
package enum ArchiveHead {
    static func memberNames(in head: [UInt8]) -> [RelativePath] {
        if ArchiveReader.isZip(head) { return zipMemberNames(in: head) }
        return isGzip(head) || isTar(head) ? tarMemberNames(in: head) : []
    }

    static func isArchive(_ head: [UInt8]) -> Bool {
        ArchiveReader.isZip(head) || isGzip(head) || isTar(head)
    }

    package static func isGzip(_ head: [UInt8]) -> Bool { head.starts(with: [0x1F, 0x8B, 0x08]) }

    private static func isTar(_ head: [UInt8]) -> Bool {
        head.count > 262 && head[257..<262].elementsEqual("ustar".utf8)
    }

    /// Names in local headers, found by their signature: sizes may stand behind the data.
    private static func zipMemberNames(in head: [UInt8]) -> [RelativePath] {
        var names: [RelativePath] = []
        var start = 0
        while start + 30 <= head.count {
            guard head[start] == 0x50, ArchiveReader.isZip(head[start...]) else {
                start += 1
                continue
            }
            let length = Int(head[start + 26]) | Int(head[start + 27]) << 8
            let end = start + 30 + length
            guard end <= head.count else { break }
            let stored = head[(start + 30)..<end]
            // A directory's name ends in a slash.
            if stored.last != UInt8(ascii: "/"), case .path(let path) = ArchiveMemberName(stored: stored) {
                names.append(path)
            }
            start += 4
        }
        return names
    }

    private static func tarMemberNames(in head: [UInt8]) -> [RelativePath] {
        var limits = InputLimits()
        limits.archiveMembers = 64
        var names: [RelativePath] = []
        // The head ends somewhere in the archive, which is no fault.
        guard let reader = try? ArchiveReader(ArchiveInput(bytes: head), limits: limits) else { return [] }
        while let member = try? reader.next() {
            if member.isRegular, case .path(let path) = member.name { names.append(path) }
        }
        return names
    }
}
