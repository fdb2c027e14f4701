import StreamETL

/// A fifth source: text files whose first line is `note TITLE` and whose last line is `end`. The lines between are
/// messages, `SECONDS AUTHOR <ADDRESS> TEXT`, as ``NoteMessage`` reads them. Notes with one title are one item, wherever
/// they lie.
struct NoteTransformer: Transformer {
    var source: Source { NoteSource.source }
    /// Another version has all notes read again.
    var identity: String { "note/2" }

    func claims(_ probe: FileProbe) -> Bool { probe.head.starts(with: "note ".utf8) }

    func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        let text = String(decoding: try file.content.readAll(limit: 1 << 20), as: UTF8.self)
        let lines = text.split(separator: "\n")
        // The whole file is quarantined: without its last line it may be cut short.
        guard lines.count > 1, lines.last == "end" else { throw TransformError.Cause.truncated }
        var messages: [NoteMessage] = []
        var warnings: [TransformWarning] = []
        for (index, line) in lines.enumerated().dropFirst().dropLast() {
            if let message = NoteMessage(line) {
                messages.append(message)
            } else {
                // Only this record is lost.
                let position = TextPosition(line: index + 1, column: 1)
                warnings.append(TransformWarning(.malformed("note.line"), at: position, isLoss: true))
            }
        }
        var heading = ByteWriter()
        heading.write(String(lines[0].dropFirst("note ".count)))
        var payload = ByteWriter()
        payload.write(messages) { $1.encode(into: &$0) }
        try await emit(
            Contribution(kind: "note", heading: heading.bytes, payload: payload.bytes, warnings: warnings))
    }
}
