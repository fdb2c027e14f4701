/// How the amounts of a column are written, as its values together show.
package struct HubSpotAmountForm: Hashable, Sendable {
    private var points = 0
    private var commas = 0
    /// The decimal marks that the file's language and separators speak for.
    package var hints: Set<HubSpotDecimalMark> = []

    /// How an amount of the column is to be read.
    package struct Reading: Hashable, Sendable {
        package let text: String
        /// Whether something decides between the readings of what has two.
        let isSure: Bool
    }

    package mutating func count(_ text: String) {
        guard case .decimals(let mark) = HubSpotAmount(text)?.proof else { return }
        if mark == .point { points += 1 } else { commas += 1 }
    }

    /// The mark before decimals, where all values that show one agree.
    package var mark: HubSpotDecimalMark? {
        if points > 0, commas == 0 { return .point }
        return commas > 0 && points == 0 ? .comma : nil
    }

    /// - Parameter currency: The record's, if another column names it.
    /// - Returns: `nil` for what is no amount.
    package func reading(of text: String, currency: String?) -> Reading? {
        guard let amount = HubSpotAmount(text) else { return nil }
        guard case .either(let found) = amount.proof else {
            return Reading(text: amount.text(hasDecimals: true), isSure: true)
        }
        if let mark { return Reading(text: amount.text(hasDecimals: found == mark), isSure: true) }
        let code = amount.currency ?? currency ?? ""
        let home = HubSpotCurrency.mark(code)
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
