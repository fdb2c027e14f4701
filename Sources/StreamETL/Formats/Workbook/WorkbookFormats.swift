import ETLModel

/// How a workbook shows its numbers (`xl/styles.xml`), and from when it counts days (`xl/workbook.xml`).
package final class WorkbookFormats: WorkbookXMLReader {
    /// The meaning of a number.
    package enum Meaning {
        case number, day, moment
    }

    private var codes: [Int: String] = [:]
    /// Of each style that a cell may name, the number of its format.
    private var styles: [Int] = []
    private var isInStyles = false
    private var countsFrom1904 = false

    package func start(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "numFmt":
            if let id = attributes["numFmtId"].flatMap({ Int($0) }) { codes[id] = attributes["formatCode"] }
        case "cellXfs": isInStyles = true
        case "xf": if isInStyles { styles.append(attributes["numFmtId"].flatMap { Int($0) } ?? 0) }
        case "workbookPr": countsFrom1904 = ["1", "true"].contains(attributes["date1904"])
        default: break
        }
    }

    package func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

    package func end(_ name: String) { if name == "cellXfs" { isInStyles = false } }

    /// The text of a number: itself, or `2024-06-30`, `2024-06-30 17:30` if the style shows a date.
    package func text(ofNumber number: String, style: Int?) -> String {
        guard let value = Double(number) else { return number }
        let meaning = style.map { self.meaning(ofStyle: $0) } ?? .number
        if meaning != .number, let date = date(value, hasTime: meaning == .moment) { return date }
        guard number.contains(where: { $0 == "E" || $0 == "e" }) else { return number }
        return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    private func meaning(ofStyle style: Int) -> Meaning {
        guard styles.indices.contains(style) else { return .number }
        let format = styles[style]
        if let code = codes[format] { return Self.meaning(ofCode: code) }
        // ECMA-376, 18.8.30; also the days that East Asian versions have built in.
        switch format {
        case 14...17, 27...31, 36, 50...54, 57, 58: return .day
        case 22: return .moment
        default: return .number
        }
    }

    /// A code with a year or a day is a date's: `yyyy-mm-dd hh:mm`, but not `[Red]0 "days"`.
    package static func meaning(ofCode code: String) -> Meaning {
        var letters: Set<Character> = []
        var closing: Character?
        var isEscaped = false
        for character in code.lowercased() {
            if isEscaped {
                isEscaped = false
            } else if let end = closing {
                if character == end { closing = nil }
            } else if character == "\"" {
                closing = "\""
            } else if character == "[" {
                closing = "]"
            } else if character == "\\" || character == "_" || character == "*" {
                isEscaped = true
            } else {
                letters.insert(character)
            }
        }
        guard letters.contains("y") || letters.contains("d") else { return .number }
        return letters.contains("h") || letters.contains("s") ? .moment : .day
    }

    /// The days since 1899-12-30, which count a 29 February 1900 that never was, or since 1904-01-01.
    private func date(_ days: Double, hasTime: Bool) -> String? {
        guard days >= 0, days < 2_958_466 else { return nil }
        let start =
            countsFrom1904
            ? UTCTime.seconds(year: 1904, month: 1, day: 1)
            : UTCTime.seconds(year: 1899, month: 12, day: days < 60 ? 31 : 30)
        let text = UTCTime.text(start + Int64((days * 86_400).rounded()))
        let day = text.prefix(10)
        guard hasTime else { return String(day) }
        let time = text.dropFirst(11).prefix(8)
        return "\(day) \(time.hasSuffix(":00") ? time.prefix(5) : time)"
    }
}
