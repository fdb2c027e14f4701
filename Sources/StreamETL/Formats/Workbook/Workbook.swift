package import ETLModel

/// Reads the rows of an Office Open XML workbook (`.xlsx`): a zip of XML parts.
///
/// Rows are handed on as they are parsed; in memory are the shared strings and some rows. Parts are bound
/// as members of an archive are: by size, by expansion, by number.
package struct Workbook {
    private let input: ArchiveInput
    private let limits: InputLimits
    private let strings: WorkbookStrings
    private let formats: WorkbookFormats

    /// Whether the first bytes of a file are those of a workbook.
    package static func isOne(_ head: [UInt8]) -> Bool {
        guard ArchiveReader.isZip(head) else { return false }
        let names = ArchiveHead.memberNames(in: head).map { String(decoding: $0.bytes, as: UTF8.self) }
        return names.contains { $0.hasPrefix("xl/") }
            && names.allSatisfy { name in
                name == "[Content_Types].xml"
                    || ["xl/", "docProps/", "customXml/", "_rels/"].contains { name.hasPrefix($0) }
            }
    }

    package init(_ content: any FileContent, limits: InputLimits) async throws {
        input = try ArchiveInput(content, limits: limits)
        self.limits = limits
        strings = WorkbookStrings()
        formats = WorkbookFormats()
        // Sheets may stand before the parts that they refer to.
        let reader = try ArchiveReader(input, limits: limits)
        while let member = try reader.next() {
            try Task.checkCancellation()
            switch Self.name(of: member) {
            case "xl/sharedStrings.xml": try await parse(reader, into: strings, .documentBytes) {}
            case "xl/styles.xml", "xl/workbook.xml":
                try await parse(reader, into: formats, .documentBytes) {}
            default: break
            }
        }
    }

    /// Hands on the rows of every sheet that are not empty, sheet by sheet as the file has them.
    ///
    /// - Parameter body: Gets the number of the sheet in the file, from 0, and a row.
    package func readRows(_ body: (Int, DelimitedRow) async throws -> Void) async throws {
        let reader = try ArchiveReader(input, limits: limits)
        var sheet = 0
        while let member = try reader.next() {
            guard let name = Self.name(of: member), name.hasPrefix("xl/worksheets/"), name.hasSuffix(".xml")
            else { continue }
            let rows = WorkbookRows(strings: strings, formats: formats, limits: limits)
            try await parse(reader, into: rows, .fileBytes) {
                for row in rows.take() { try await body(sheet, row) }
            }
            sheet += 1
        }
    }

    private static let chunkByteCount = 64 << 10

    private static func name(of member: ArchiveReader.Member) -> String? {
        guard member.isRegular, !member.isEncrypted, case .path(let path) = member.name else { return nil }
        return String(decoding: path.bytes, as: UTF8.self)
    }

    private func parse(
        _ archive: ArchiveReader, into reader: any WorkbookXMLReader, _ limit: TransformError.Limit,
        afterChunk: () async throws -> Void
    ) async throws {
        let most = limit == .documentBytes ? min(limits.documentBytes, limits.fileBytes) : limits.fileBytes
        let xml = try WorkbookXML(reader)
        var byteCount = 0
        var isEnd = false
        while !isEnd {
            try Task.checkCancellation()
            var chunk: [UInt8] = []
            isEnd = try archive.read(into: &chunk, upTo: Self.chunkByteCount)
            byteCount += chunk.count
            guard byteCount <= most else {
                throw TransformError.Cause.limitExceeded(limit, limit: most)
            }
            try xml.parse(chunk)
            try await afterChunk()
        }
        try xml.finish()
        try await afterChunk()
    }
}
