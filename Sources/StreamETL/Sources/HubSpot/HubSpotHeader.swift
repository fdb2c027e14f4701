import ETLFormats
import ETLModel

/// Where the header of a table stands in its text: its first line, or one below a heading that somebody wrote
/// above it.
struct HubSpotHeader: Hashable, Sendable {
    /// Lines that are looked at.
    static let lineCount = 20

    /// Bytes before the header, of UTF-8 text without a byte order mark.
    var offset = 0
    /// The number of its line in the file.
    var line = 1

    init() {}

    /// - Parameter text: At most the first 16 KiB of the file, in UTF-8 without a byte order mark.
    /// - Returns: `nil` where no line is the header of a CRM export.
    init?(in text: [UInt8]) {
        // A table beyond the limits is refused with its reason, not passed over: here only the head counts.
        var limits = InputLimits()
        limits.fields = .max
        var start = 0
        for number in 1...Self.lineCount {
            guard start < text.count || number == 1 else { return nil }
            if let reader = try? DelimitedReader(bytes: Array(text[start...]), limits: limits),
                HubSpotColumns(header: reader.header) != nil
            {
                (offset, line) = (start, number)
                return
            }
            guard let end = text[start...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
            start = end + (text[end...].starts(with: [0x0D, 0x0A]) ? 2 : 1)
        }
        return nil
    }

    /// The start of a file as ``init(in:)`` looks at it; `nil` where it is no text.
    static func text(of head: [UInt8], isCut: Bool) -> [UInt8]? {
        try? DelimitedText.utf8(from: isCut ? DelimitedText.wholeCharacters(of: head) : head)
    }
}
