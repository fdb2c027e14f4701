/// What attributes mean, the same for whichever reader found them.
extension TelegramElement {
    /// - Parameter id: The decoded value of `id`.
    package mutating func read(id: UnsafeBufferPointer<UInt8>) {
        messageID = Self.number(in: id, after: "message", anchored: true)
    }

    /// - Parameter href: The decoded value of `href`.
    package mutating func read(href: UnsafeBufferPointer<UInt8>) {
        replyTarget = Self.number(in: href, after: "#go_to_message", anchored: false)
    }

    /// Reads a date; to be called when the classes are known.
    ///
    /// - Parameter title: The decoded value of `title`.
    package mutating func read(title: UnsafeBufferPointer<UInt8>) {
        guard classes.contains(.date) else { return }
        isDate = true
        stamp = TelegramStamp(title.span)
    }

    /// The decimal number that follows `marker` up to the end of `text`.
    private static func number(
        in text: UnsafeBufferPointer<UInt8>, after marker: StaticString, anchored: Bool
    ) -> Int64? {
        marker.withUTF8Buffer { marker in
            var start = 0
            if anchored {
                guard text.starts(with: marker) else { return nil }
            } else {
                guard let hash = text.lastIndex(of: marker[0]), text[hash...].starts(with: marker) else {
                    return nil
                }
                start = hash
            }
            let digits = text[(start + marker.count)...]
            guard digits.count <= 19 else { return nil }
            let isNegative = digits.first == UInt8(ascii: "-")
            var value: Int64 = 0
            var isEmpty = true
            for byte in isNegative ? digits.dropFirst() : digits {
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                // 19 characters with a sign, or 18 without, cannot overflow; 19 digits might.
                let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) = scaled.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
                guard !overflow, !carry else { return nil }
                value = sum
                isEmpty = false
            }
            return isEmpty ? nil : isNegative ? -value : value
        }
    }
}

/// What a `class` attribute means.
struct TelegramClassList: Sendable {
    var classes: TelegramClasses = []
    /// `X` of a class `media_X` that ``TelegramClasses`` has no member for.
    var mediaKind: TelegramMediaName?

    init() {}

    /// - Parameter text: The decoded value of `class`.
    init(_ text: UnsafeBufferPointer<UInt8>) {
        for token in text.split(whereSeparator: { $0 <= 0x20 }).prefix(64) {
            if let known = TelegramClasses(named: token) {
                classes.insert(known)
            } else if token.starts(with: "media_".utf8), let name = TelegramMediaName(token.dropFirst(6)) {
                mediaKind = name
            }
        }
    }
}
