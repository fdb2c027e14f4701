/// Civil time without Foundation: proleptic Gregorian, no leap seconds, zone offsets in seconds.
public enum UTCTime {
    /// Seconds since 1970-01-01T00:00:00Z of a civil date and time read as UTC.
    ///
    /// Days from the civil date by counting 400-year eras from March.
    public static func seconds(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0
    ) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    }

    /// The civil date of seconds since 1970 read as UTC.
    public static func civil(
        _ seconds: Int64
    ) -> (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        let days = Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
        let inDay = Int(seconds - Int64(days) * 86_400)
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * marchMonth + 2) / 5 + 1, inDay / 3_600, inDay % 3_600 / 60, inDay % 60
        )
    }

    /// `2024-02-29T13:05:00Z`. Years outside 0 … 9999 are clamped to it.
    public static func text(_ seconds: Int64) -> String {
        String(unsafeUninitializedCapacity: 20) { buffer in
            write(seconds, into: buffer)
            return 20
        }
    }

    /// The length of ``text(_:)``.
    package static let textByteCount = 20

    /// Writes ``text(_:)`` over ``textByteCount`` bytes.
    package static func write(_ seconds: Int64, into buffer: UnsafeMutableBufferPointer<UInt8>) {
        let clamped = min(max(seconds, -62_167_219_200), 253_402_300_799)
        let time = civil(clamped)
        func two(_ value: Int, at start: Int) {
            buffer[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10)
            buffer[start + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
        }
        two(time.year / 100, at: 0)
        two(time.year % 100, at: 2)
        buffer[4] = UInt8(ascii: "-")
        two(time.month, at: 5)
        buffer[7] = UInt8(ascii: "-")
        two(time.day, at: 8)
        buffer[10] = UInt8(ascii: "T")
        two(time.hour, at: 11)
        buffer[13] = UInt8(ascii: ":")
        two(time.minute, at: 14)
        buffer[16] = UInt8(ascii: ":")
        two(time.second, at: 17)
        buffer[19] = UInt8(ascii: "Z")
    }

    /// Appends ``offsetText(seconds:)`` without making a string.
    public static func append(offset seconds: Int, to bytes: inout [UInt8]) {
        guard seconds != 0 else { return bytes.append(UInt8(ascii: "Z")) }
        let (hours, minutes) = (abs(seconds) / 3_600, abs(seconds) / 60 % 60)
        guard hours < 100 else { return bytes.append(contentsOf: offsetText(seconds: seconds).utf8) }
        let zero = UInt8(ascii: "0")
        bytes.append(UInt8(ascii: seconds < 0 ? "-" : "+"))
        bytes.append(zero + UInt8(hours / 10))
        bytes.append(zero + UInt8(hours % 10))
        bytes.append(UInt8(ascii: ":"))
        bytes.append(zero + UInt8(minutes / 10))
        bytes.append(zero + UInt8(minutes % 10))
    }

    /// `+02:00`, `-05:30`, `Z` for zero.
    public static func offsetText(seconds: Int) -> String {
        guard seconds != 0 else { return "Z" }
        let minutes = abs(seconds) / 60
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return (seconds < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
    }
}
