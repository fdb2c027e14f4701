import ETLModel

/// The rows of a sheet (`xl/worksheets/…`) as a delimited file would have them.
final class WorkbookRows: WorkbookXMLReader {
    private let strings: WorkbookStrings
    private let formats: WorkbookFormats
    private let limits: InputLimits

    private var rows: [DelimitedRow] = []
    /// The total text of the sheet's cells. It may exceed the file's size many times, since texts are shared.
    private var totalByteCount = 0
    private var number = 0
    private var cells: [String] = []
    /// Numbers and dates, which have one reading.
    private var exact: Set<Int> = []
    private var byteCount = 0

    private var column = 0
    private var type = ""
    private var style: Int?
    private var isInValue = false
    private var value: [UInt8] = []
    private var inline = WorkbookText()

    init(strings: WorkbookStrings, formats: WorkbookFormats, limits: InputLimits) {
        self.strings = strings
        self.formats = formats
        self.limits = limits
    }

    /// The rows that are complete since it was asked last.
    func take() -> [DelimitedRow] {
        defer { rows.removeAll(keepingCapacity: true) }
        return rows
    }

    func start(_ name: String, _ attributes: [String: String]) throws(TransformError.Cause) {
        switch name {
        case "row":
            number = attributes["r"].flatMap { Int($0) } ?? number &+ 1
            cells = []
            exact = []
            byteCount = 0
        case "c":
            column = attributes["r"].flatMap(Self.column) ?? cells.count
            guard column < limits.fields else { throw .limitExceeded(.fields, limit: limits.fields) }
            type = attributes["t"] ?? "n"
            style = attributes["s"].flatMap { Int($0) }
            value = []
            inline = WorkbookText()
        case "v": isInValue = true
        default: inline.start(name)
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(TransformError.Cause) {
        byteCount += bytes.count
        guard byteCount <= limits.lineBytes else {
            throw .limitExceeded(.lineBytes, limit: limits.lineBytes)
        }
        if isInValue { value += bytes } else { inline.append(bytes) }
    }

    func end(_ name: String) throws(TransformError.Cause) {
        switch name {
        case "v": isInValue = false
        case "c":
            let text = try cellText()
            // A cell that is named twice, or out of order, does not move others.
            while cells.count <= column { cells.append("") }
            totalByteCount += text.utf8.count
            guard totalByteCount <= limits.documentBytes else {
                throw .limitExceeded(.documentBytes, limit: limits.documentBytes)
            }
            cells[column] = text
            if type == "n" { exact.insert(column) }
        case "row":
            if !cells.allSatisfy(\.isEmpty) {
                rows.append(DelimitedRow(line: number, cells: cells, isTerminated: true, exact: exact))
            }
        default: inline.end(name)
        }
    }

    private func cellText() throws(TransformError.Cause) -> String {
        let text = String(decoding: value, as: UTF8.self)
        switch type {
        case "s":
            guard let index = Int(text) else {
                if text.isEmpty { return "" }
                throw .malformed("xlsx.cell")
            }
            guard strings.all.indices.contains(index) else { throw .malformed("xlsx.string") }
            return strings.all[index]
        case "inlineStr": return inline.string
        case "str": return WorkbookText.unescaped(value)
        case "b": return text == "1" ? "true" : "false"
        case "n": return formats.text(ofNumber: text, style: style)
        default: return text
        }
    }

    /// From 0: `C5` is in column 2.
    private static func column(_ reference: String) -> Int? {
        var column = 0
        for byte in reference.utf8.prefix(4) {
            guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) else { break }
            column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
        }
        return column == 0 ? nil : column - 1
    }
}
