package import ETLModel

extension IgnoredKind {
    /// Judges a file by its first bytes.
    package init(of probe: FileProbe) {
        let head = probe.head
        let name = probe.path.nameText.lowercased()
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            self = name.hasSuffix(".xls") ? .oldWorkbook : .other
        } else if head.starts(with: Array("PK\u{3}\u{4}".utf8)) {
            self = Self.zip(head, name)
        } else if Self.archiveMarks.contains(where: { head.starts(with: $0) })
            || head.dropFirst(257).starts(with: "ustar".utf8)
        {
            self = .archive
        } else {
            self = Self.text(head, name)
        }
    }

    /// 7z, rar, gzip, bzip2, xz, zstd, and a zip without members.
    private static let archiveMarks: [[UInt8]] = [
        [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], Array("Rar!".utf8), [0x1F, 0x8B], Array("BZh".utf8),
        [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x28, 0xB5, 0x2F, 0xFD], Array("PK\u{5}\u{6}".utf8),
    ]

    private static func zip(_ head: [UInt8], _ name: String) -> IgnoredKind {
        if name.hasSuffix(".xlsx") || name.hasSuffix(".xlsm") { return .workbook }
        // Bit 0 of the first member's flags.
        return head.count > 6 && head[6] & 1 == 1 ? .encryptedArchive : .archive
    }

    private static func text(_ head: [UInt8], _ name: String) -> IgnoredKind {
        // Of UTF-16, every other byte tells enough.
        let isWide = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
        let bytes = isWide ? head.dropFirst(2).filter { $0 != 0 } : head
        let text = String(decoding: bytes.prefix(4_096), as: UTF8.self)
        let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        let lead = start.prefix(64).lowercased()
        if start.contains("base_company") || (start.contains("decision") && start.contains("company")) {
            if name.hasSuffix(".csv") { return .mapping }
        }
        if lead.hasPrefix("{") || lead.hasPrefix("[") { return .json }
        if lead.hasPrefix("<!doctype html") || lead.hasPrefix("<html") { return .page }
        if lead.hasPrefix("begin:vcalendar") || name.hasSuffix(".ics") { return .calendar }
        return name.hasSuffix(".csv") || name.hasSuffix(".tsv") || isTable(start) ? .table : .other
    }

    /// Whether the first two lines have equally many separators.
    private static func isTable(_ text: Substring) -> Bool {
        let lines = text.split(maxSplits: 2, whereSeparator: \.isNewline)
        guard lines.count > 2 else { return false }
        return ([",", ";", "\t"] as [Character]).contains { separator in
            let counts = lines.prefix(2).map { line in line.count { $0 == separator } }
            return counts[0] > 1 && counts[0] == counts[1]
        }
    }
}
