/// How the amounts of a column are written, as its values together show.
package struct HubSpotAmountForm: Hashable, Sendable {
    /// The decimal marks that values show, by the mark at home where their currency is.
    ///
    /// `1,25` (EUR) shows commas for euros. It shows nothing for the `12,500` (USD) of another row.
    private var shown: [HubSpotDecimalMark?: Set<HubSpotDecimalMark>] = [:]
    /// The decimal marks that the file's language and separators speak for.
    package var hints: Set<HubSpotDecimalMark> = []

    /// How an amount of the column is to be read.
    package struct Reading: Hashable, Sendable {
        package let text: String
        /// Whether something decides between the readings of what has two.
        let isSure: Bool
    }

    /// - Parameter currency: The record's, if another column names it.
    package mutating func count(_ text: String, currency: String?) {
        guard let amount = HubSpotAmount(text), case .decimals(let mark) = amount.proof else { return }
        shown[HubSpotCurrency.mark(amount.currency ?? currency ?? ""), default: []].insert(mark)
    }

    /// The mark before decimals, where all values that show one agree.
    package var mark: HubSpotDecimalMark? { Self.only(shown.values.reduce(into: []) { $0.formUnion($1) }) }

    private static func only(_ marks: Set<HubSpotDecimalMark>) -> HubSpotDecimalMark? {
        marks.count == 1 ? marks.first : nil
    }

    /// - Parameter currency: The record's, if another column names it.
    /// - Returns: `nil` for what is no amount.
    package func reading(of text: String, currency: String?) -> Reading? {
        guard let amount = HubSpotAmount(text) else { return nil }
        guard case .either(let found) = amount.proof else {
            return Reading(text: amount.text(hasDecimals: true), isSure: true)
        }
        let code = amount.currency ?? currency ?? ""
        let home = HubSpotCurrency.mark(code)
        // Values of like currencies decide first; those of others only where the currency's home agrees.
        let proven = Self.only(shown[home] ?? []) ?? (home == mark ? mark : nil)
        if let proven { return Reading(text: amount.text(hasDecimals: found == proven), isSure: true) }
        switch HubSpotCurrency.decimalCount(code) {
        case 0: return Reading(text: amount.text(hasDecimals: false), isSure: true)
        case 3 where home == found: return Reading(text: amount.text(hasDecimals: true), isSure: true)
        default: break
        }
        // Money has two decimals or none: three digits are thousands, which other signs may confirm.
        let spokenFor = home.map { hints.union([$0]) } ?? hints
        return Reading(text: amount.text(hasDecimals: false), isSure: spokenFor == [found.other])
    }
}
