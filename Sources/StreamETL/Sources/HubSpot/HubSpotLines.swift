import ETLFormats
import ETLModel

/// Reads JSON lines: a JSON object in each line that is not empty.
struct HubSpotLines {
    private let file: SettledFile
    private let limits: InputLimits

    /// - Returns: `nil` for a file that is no JSON lines: its first line is no object of its own with another
    ///   behind it.
    init?(_ file: SettledFile, limits: InputLimits) async throws {
        self.file = file
        self.limits = limits
        struct Enough: Error {}
        var start: [UInt8] = []
        var isLines: Bool?
        do {
            try await file.content.readChunks(ofBytes: 1 << 16) { chunk in
                start += copy chunk
                isLines = Self.isLines(start)
                // A line as long as that holds a whole page.
                if isLines != nil || start.count >= 1 << 20 { throw Enough() }
            }
        } catch is Enough {}
        guard isLines == true else { return nil }
    }

    /// - Returns: `nil` as long as the first line has no end.
    private static func isLines(_ start: [UInt8]) -> Bool? {
        let text = (start.starts(with: [0xEF, 0xBB, 0xBF]) ? start[3...] : start[...])
            .drop { isBlank($0) }
        guard text.first == UInt8(ascii: "{") else { return text.isEmpty ? nil : false }
        guard let end = text.firstIndex(of: 0x0A) else { return nil }
        guard text[..<end].last(where: { !isBlank($0) }) == UInt8(ascii: "}"),
            let next = text[end...].first(where: { !isBlank($0) })
        else { return false }
        return next == UInt8(ascii: "{")
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// Hands on the object of each line.
    ///
    /// - Throws: ``TransformError`` with the line that is no JSON, ends early, or is too long.
    func forEach(_ body: (JSONValue) async throws -> Void) async throws {
        var rest: [UInt8] = []
        var number = 1
        let most = JSONArrayReader.elementFactor * limits.messageBytes
        try await file.content.readChunks(ofBytes: 1 << 16) { chunk in
            var start = 0
            while let end = chunk[start...].firstIndex(of: 0x0A) {
                rest += chunk[start..<end]
                try await hand(on: rest, number, to: body)
                rest.removeAll(keepingCapacity: true)
                start = end + 1
                number += 1
            }
            rest += chunk[start...]
            guard rest.count <= max(most, limits.documentBytes) else {
                throw TransformError(
                    file: file.path, position: TextPosition(line: number, column: 1),
                    cause: .limitExceeded(.documentBytes, limit: limits.documentBytes))
            }
        }
        try await hand(on: rest, number, to: body)
    }

    private func hand(on line: [UInt8], _ number: Int, to body: (JSONValue) async throws -> Void) async throws
    {
        guard line.contains(where: { !Self.isBlank($0) }) else { return }
        let piece = try JSONPiece(
            line, at: TextPosition(line: number, column: 1), file: file.path, rule: "hubspot.json",
            limits: limits)
        try await body(piece.root)
        withExtendedLifetime(piece) {}
    }
}
