/// The lines of a `.env` file: `NAME=value`, `export NAME="value"`, `# comment`.
struct EnvironmentFile: Sendable {
    /// The last of equal names wins, as in a shell.
    private(set) var variables: [String: String] = [:]
    private(set) var lines: [String: Int] = [:]

    init(_ text: String) {
        let rows = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, row) in rows.enumerated() {
            var line = Self.trimmed(row)
            if index == 0, line.hasPrefix("\u{FEFF}") { line = line.dropFirst() }
            if line.hasPrefix("export ") { line = Self.trimmed(line.dropFirst(7)) }
            guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { continue }
            let name = String(Self.trimmed(line[..<equals]))
            variables[name] = Self.value(Self.trimmed(line[line.index(after: equals)...]))
            lines[name] = index + 1
        }
    }

    private static func value(_ text: Substring) -> String {
        if let quote = text.first, quote == "\"" || quote == "'",
            let end = text.dropFirst().firstIndex(of: quote)
        {
            return String(text[text.index(after: text.startIndex)..<end])
        }
        // A `#` inside a word belongs to it.
        var end = text.startIndex
        var previous: Character = " "
        while end < text.endIndex, text[end] != "#" || !previous.isWhitespace {
            previous = text[end]
            end = text.index(after: end)
        }
        return String(trimmed(text[..<end]))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...last]
    }
}
