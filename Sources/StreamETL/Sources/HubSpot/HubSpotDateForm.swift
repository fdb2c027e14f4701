/// In which order the dates of a column are written, as its values together show.
package struct HubSpotDateForm: Hashable, Sendable {
    package typealias Orders = HubSpotWrittenDate.Orders

    /// In which all dates of the column that leave it open are dates; `nil` as long as there is none.
    private var orders: Orders?
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
    }

    /// The order that the column's own values prove.
    var proven: Orders? { orders.flatMap { Orders.all.contains($0) ? $0 : nil } }

    /// - Returns: `nil` for what is no date.
    package func reading(of text: String) -> Reading? {
        guard let date = HubSpotWrittenDate(text) else { return nil }
        if let only = date.only { return .moment(only) }
        if let proven, date.orders.contains(proven) { return .moment(date.moment(in: proven)) }
        // Where the values contradict each other nothing else tells.
        guard let orders, !orders.isEmpty,
            let hint = hints.first(where: { orders.contains($0) && date.orders.contains($0) })
        else { return .undecided }
        return .moment(date.moment(in: hint))
    }
}
