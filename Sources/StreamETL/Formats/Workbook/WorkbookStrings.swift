/// The texts that the cells of a workbook share (`xl/sharedStrings.xml`).
final class WorkbookStrings: WorkbookXMLReader {
    private(set) var all: [String] = []
    private var text = WorkbookText()

    func start(_ name: String, _ attributes: [String: String]) {
        if name == "si" { text = WorkbookText() }
        text.start(name)
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) { text.append(bytes) }

    func end(_ name: String) {
        text.end(name)
        if name == "si" { all.append(text.string) }
    }
}

/// The text of a shared string or of a cell: its runs one after the other, without the reading aids that
/// Japanese has.
struct WorkbookText {
    private var bytes: [UInt8] = []
    private var isInText = false
    private var isInReadingAid = false

    mutating func start(_ name: String) {
        if name == "t" { isInText = true }
        if name == "rPh" { isInReadingAid = true }
    }

    mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
        if isInText, !isInReadingAid { bytes += piece }
    }

    mutating func end(_ name: String) {
        if name == "t" { isInText = false }
        if name == "rPh" { isInReadingAid = false }
    }

    var string: String { Self.unescaped(bytes) }

    /// `_x000D_` stands for a character that XML cannot hold (ECMA-376, ST_Xstring).
    static func unescaped(_ bytes: [UInt8]) -> String {
        guard bytes.contains(UInt8(ascii: "_")) else { return String(decoding: bytes, as: UTF8.self) }
        var units: [UInt8] = []
        units.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "_"), index + 6 < bytes.count,
                bytes[index + 1] == UInt8(ascii: "x"), bytes[index + 6] == UInt8(ascii: "_"),
                let code = UInt32(
                    String(decoding: bytes[(index + 2)..<(index + 6)], as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(code)
            {
                units += Array(String(scalar).utf8)
                index += 7
            } else {
                units.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: units, as: UTF8.self)
    }
}
