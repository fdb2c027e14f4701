import ETLModel

/// A date as people and spreadsheets write it, where it is in none of the forms of ``HubSpotMoment``:
/// `28.06.2024 17:30`, `06/28/24`, `2024/06/28`, `28 Jun 2024`, `2024年6月28日`.
///
/// Of three numbers it may be open which is the day: ``HubSpotDateForm`` tells.
package struct HubSpotWrittenDate {
    /// In which order day, month and year stand.
    package struct Orders: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        static let dayFirst = Orders(rawValue: 1)
        static let monthFirst = Orders(rawValue: 2)
        static let yearFirst = Orders(rawValue: 4)
        package static let all: [Orders] = [.dayFirst, .monthFirst, .yearFirst]

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }
    }

    /// The orders in which the numbers are a date. None is open where the date names its month or begins with
    /// a year of four digits.
    let orders: Orders
    /// Whether the form leaves the order open, as that of three short numbers does.
    package let isOpen: Bool
    /// The first and the last number, where either may be a year of two digits.
    let ends: (first: Int, last: Int)?
    private let numbers: [Int]
    private var time: HubSpotWrittenTime?

    /// - Returns: `nil` for what is no date in any order.
    package init?(_ text: String) {
        guard (6...64).contains(text.utf8.count), var tokens = HubSpotDateTokens(text) else { return nil }
        if let named = tokens.namedDate() {
            numbers = named
            isOpen = false
            ends = nil
            orders = Self.isDate(named) ? .yearFirst : []
        } else if let row = tokens.numbers() {
            (numbers, orders) = Self.read(row)
            isOpen = row.numbers[0].digitCount < 4
            ends = orders.contains(.yearFirst) && isOpen ? (numbers[0], numbers[2]) : nil
        } else {
            return nil
        }
        guard !orders.isEmpty else { return nil }
        if !tokens.isAtEnd {
            guard let time = HubSpotWrittenTime(&tokens), tokens.isAtEnd else { return nil }
            self.time = time
        }
    }

    /// The date in an order that ``orders`` has.
    package func moment(in order: Orders) -> HubSpotMoment {
        let date = Self.arranged(numbers, order)
        let start = UTCTime.seconds(year: date[0], month: date[1], day: date[2])
        return HubSpotMoment(
            local: start + Int64(time?.seconds ?? 0), milliseconds: 0, hasTime: time != nil,
            offset: time?.offset)
    }

    /// The date if all orders give the same.
    package var only: HubSpotMoment? {
        let dates = Orders.all.filter { orders.contains($0) }.map { moment(in: $0) }
        guard let first = dates.first, dates.allSatisfy({ $0.local == first.local }) else { return nil }
        return first
    }

    private static func read(_ row: HubSpotDateTokens.Row) -> (numbers: [Int], orders: Orders) {
        let numbers = row.numbers.map(\.value)
        let digits = row.numbers.map(\.digitCount)
        if digits[0] == 4 {
            return digits[1] <= 2 && digits[2] <= 2 && isDate(numbers)
                ? (numbers, .yearFirst) : (numbers, [])
        }
        guard digits[0] <= 2, digits[1] <= 2, digits[2] == 4 || digits[2] == 2 else { return (numbers, []) }
        var orders = Orders.all.filter { order in
            (order != .yearFirst || (digits[2] == 2 && digits[0] == 2)) && isDate(arranged(numbers, order))
        }
        // No language writes a month before a day with points.
        if row.separator == ".", orders.contains(.dayFirst) { orders = [.dayFirst] }
        return (numbers, Orders(orders))
    }

    /// Year, month and day.
    private static func arranged(_ numbers: [Int], _ order: Orders) -> [Int] {
        let date =
            switch order {
            case .dayFirst: [numbers[2], numbers[1], numbers[0]]
            case .monthFirst: [numbers[2], numbers[0], numbers[1]]
            default: numbers
            }
        // As spreadsheets take years of two digits.
        guard date[0] < 100 else { return date }
        return [date[0] < 70 ? 2_000 + date[0] : 1_900 + date[0], date[1], date[2]]
    }

    private static func isDate(_ date: [Int]) -> Bool {
        guard (1_900...9_999).contains(date[0]) || date[0] < 100, (1...12).contains(date[1]),
            (1...31).contains(date[2])
        else { return false }
        return UTCTime.civil(UTCTime.seconds(year: date[0], month: date[1], day: date[2])).day == date[2]
    }
}

/// The time behind a date: `17:30`, `5:30:00 PM`, `17.30`, `17h30`, with `Z`, `UTC+2` or `+02:00` behind it.
struct HubSpotWrittenTime {
    let seconds: Int
    let offset: Int?

    init?(_ tokens: inout HubSpotDateTokens) {
        tokens.skip([" ", ",", "-"])
        _ = tokens.takeWord(["t", "at", "um", "à", "a las", "kl", "alle", "om", "klo"])
        tokens.skip([" "])
        var isLate = tokens.takeWord(["午後", "下午", "오후"])
        var isEarly = !isLate && tokens.takeWord(["午前", "上午", "오전"])
        tokens.skip([" "])
        guard var hour = tokens.takeNumber(),
            tokens.takeSeparator([":", "."]) || tokens.takeWord(["h", "時"]),
            let minute = tokens.takeNumber(), minute < 60
        else { return nil }
        var second = 0
        if tokens.takeSeparator([":", "."]) {
            guard let value = tokens.takeNumber(), value <= 60 else { return nil }
            second = value
            if tokens.takeSeparator([".", ","]), tokens.takeNumber() == nil { return nil }
        }
        _ = tokens.takeWord(["分"])
        tokens.skip([" "])
        if let half = tokens.takeHalf() { (isEarly, isLate) = (!half, half) }
        if isEarly || isLate {
            guard (0...12).contains(hour) else { return nil }
            hour = hour % 12 + (isLate ? 12 : 0)
        }
        guard hour < 24 else { return nil }
        _ = tokens.takeWord(["uhr"])
        tokens.skip([" "])
        guard let zone = tokens.takeOffset() else { return nil }
        seconds = hour * 3_600 + minute * 60 + second
        offset = zone
    }
}
