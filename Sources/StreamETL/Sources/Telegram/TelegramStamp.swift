import ETLModel

/// A time as an HTML page prints it: `24.09.2020 13:05:00` or `24.09.2020 13:05:00 UTC+01:00`.
package struct TelegramStamp: Hashable, Sendable {
    /// Read as if it were UTC.
    package var wall: Int64
    /// Seconds east of UTC, where printed.
    package var offset: Int?

    package init?(_ text: Span<UInt8>) {
        guard text.count >= 19, text.count <= 30, text[2] == UInt8(ascii: "."),
            text[5] == UInt8(ascii: "."), text[10] == UInt8(ascii: " "), text[13] == UInt8(ascii: ":"),
            text[16] == UInt8(ascii: ":"),
            let day = Self.number(text, 0, 2), let month = Self.number(text, 3, 2),
            let year = Self.number(text, 6, 4), let hour = Self.number(text, 11, 2),
            let minute = Self.number(text, 14, 2), let second = Self.number(text, 17, 2),
            (1...31).contains(day), (1...12).contains(month), hour < 24, minute < 60, second < 61
        else { return nil }
        wall = UTCTime.seconds(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        if text.count > 19 {
            guard let offset = Self.offset(text) else { return nil }
            self.offset = offset
        }
    }

    /// ` UTC+01:00`, ` UTC-3`, ` UTC` after the time.
    private static func offset(_ text: Span<UInt8>) -> Int? {
        guard text.count >= 23, text[19] == UInt8(ascii: " "), text[20] == UInt8(ascii: "U"),
            text[21] == UInt8(ascii: "T"), text[22] == UInt8(ascii: "C")
        else { return nil }
        if text.count == 23 { return 0 }
        let sign = text[23]
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        var end = 24
        while end < text.count, text[end] != UInt8(ascii: ":") { end += 1 }
        guard (1...2).contains(end - 24), let hours = number(text, 24, end - 24) else { return nil }
        var seconds = hours * 3_600
        if end < text.count {
            guard text.count == end + 3, let minutes = number(text, end + 1, 2), minutes < 60 else {
                return nil
            }
            seconds += minutes * 60
        }
        guard seconds <= 18 * 3_600 else { return nil }
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    /// Midnight of `24 September 2020`, read as if it were UTC; `nil` for anything but a date.
    package static func day(_ text: [UInt8]) -> Int64? {
        let words = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, (1...2).contains(words[0].count), words[2].count == 4,
            let day = number(text.span, 0, words[0].count), (1...31).contains(day),
            let year = number(text.span, words[2].startIndex, 4),
            let month = months.firstIndex(where: { $0.utf8.elementsEqual(words[1]) })
        else { return nil }
        return UTCTime.seconds(year: year, month: month + 1, day: day)
    }

    private static func number(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for index in start..<(start + count) {
            let byte = text[index]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    package static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
}
