/// In which order the dates of a column are written, as its values together show.
package struct HubSpotDateForm: Hashable, Sendable {
    package typealias Orders = HubSpotWrittenDate.Orders

    /// In which all dates of the column that leave it open are dates; `nil` as long as there is none.
    private var orders: Orders?
    /// The numbers at either end of the dates whose years may stand there, with two digits.
    private var firsts: ClosedRange<Int>?
    private var lasts: ClosedRange<Int>?
    /// The years of a column are few, the days of its dates are spread over the month.
    private static let mostYears = 8
    private static let leastDays = 16
    /// Orders that the other columns or the file's language speak for, best first.
    package var hints: [Orders] = []

    package enum Reading: Hashable {
        case moment(HubSpotMoment)
        /// A date whose day may be its month.
        case undecided
    }

    package mutating func count(_ text: String) {
        guard HubSpotMoment(Array(text.utf8)) == nil, let date = HubSpotWrittenDate(text), date.isOpen
        else { return }
        orders = orders.map { $0.intersection(date.orders) } ?? date.orders
        if let ends = date.ends {
            firsts = Self.range(firsts, with: ends.first)
            lasts = Self.range(lasts, with: ends.last)
        }
    }

    private static func range(_ range: ClosedRange<Int>?, with number: Int) -> ClosedRange<Int> {
        guard let range else { return number...number }
        return min(range.lowerBound, number)...max(range.upperBound, number)
    }

    /// The order that the column's own values prove.
    var proven: Orders? {
        guard let orders else { return nil }
        let left = withoutImplausibleYears(orders)
        return Orders.all.contains(left) ? left : nil
    }

    /// Of `28/06/24` beside `03/05/24` and `14/01/24`, the years stand last: else they were 21 and the day one.
    private func withoutImplausibleYears(_ orders: Orders) -> Orders {
        guard orders.contains(.yearFirst), let firsts, let lasts else { return orders }
        if lasts.count <= Self.mostYears, firsts.count >= Self.leastDays {
            return orders.subtracting(.yearFirst)
        }
        if firsts.count <= Self.mostYears, lasts.count >= Self.leastDays { return .yearFirst }
        return orders
    }

    /// - Returns: `nil` for what is no date.
    package func reading(of text: String) -> Reading? {
        guard let date = HubSpotWrittenDate(text) else { return nil }
        if let only = date.only { return .moment(only) }
        if let proven, date.orders.contains(proven) { return .moment(date.moment(in: proven)) }
        // Where the values contradict each other nothing else tells.
        guard let orders = orders.map(withoutImplausibleYears), !orders.isEmpty,
            let hint = hints.first(where: { orders.contains($0) && date.orders.contains($0) })
        else { return .undecided }
        return .moment(date.moment(in: hint))
    }
}
