/// What stands before the decimals of a number.
package enum HubSpotDecimalMark: Hashable, Sendable {
    case point, comma

    package var other: HubSpotDecimalMark { self == .point ? .comma : .point }

    fileprivate init?(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "."): self = .point
        case UInt8(ascii: ","): self = .comma
        default: return nil
        }
    }
}

/// An amount as a cell writes it, taken apart.
///
/// Currencies, blanks, apostrophes and signs around the digits are left out; in parentheses, or with a
/// minus behind it, an amount is negative. `12.500` and `1,234` have two readings: a ``HubSpotAmountForm``
/// tells which is meant.
struct HubSpotAmount {
    /// What the text alone tells of the mark before the decimals.
    enum Proof: Hashable, Sendable {
        case nothing
        case decimals(HubSpotDecimalMark)
        /// The only mark stands before exactly three digits: decimals, or thousands.
        case either(HubSpotDecimalMark)
    }

    let proof: Proof
    /// ISO 4217, as far as the cell names the currency.
    let currency: String?
    private let isNegative: Bool
    private var whole: ArraySlice<UInt8> = []
    private var fraction: ArraySlice<UInt8> = []
    /// The value where it is no plain row of digits: scientific notation.
    private var computed: String?

    /// - Returns: `nil` for what is no amount.
    init?(_ text: String) {
        guard text.utf8.count <= 256 else { return nil }
        var cell = Self.taken(text)
        currency = cell.currency
        let isBracketed = cell.bytes.first == UInt8(ascii: "(") && cell.bytes.last == UInt8(ascii: ")")
        if isBracketed { cell.bytes = Array(cell.bytes.dropFirst().dropLast()) }
        var digits = cell.bytes[...]
        var isNegative = isBracketed
        if !isBracketed, let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            digits = digits.dropFirst()
        } else if !isBracketed, digits.last == UInt8(ascii: "-"), digits.count > 1 {
            digits = digits.dropLast()
            // `12.500,-` has a dash where the decimals would be.
            if let mark = digits.last.flatMap(HubSpotDecimalMark.init) {
                digits = digits.dropLast()
                cell.dashed = mark
            } else {
                isNegative = true
            }
        }
        self.isNegative = isNegative
        guard digits.count <= 64 else { return nil }
        let marks = digits.indices.filter { HubSpotDecimalMark(digits[$0]) != nil }
        guard digits.allSatisfy({ HubSpotValue.isDigit($0) || HubSpotDecimalMark($0) != nil }),
            digits.contains(where: HubSpotValue.isDigit)
        else {
            guard let number = Self.scientific(text) else { return nil }
            computed = number
            proof = .nothing
            return
        }
        guard let last = marks.last, let mark = HubSpotDecimalMark(digits[last]) else {
            whole = digits
            proof = cell.dashed.map { .decimals($0) } ?? .nothing
            return
        }
        whole = digits[..<last]
        fraction = digits[(last + 1)...]
        let isAlone = marks.allSatisfy { digits[$0] == digits[last] }
        if cell.dashed == mark.other || (isAlone && marks.count > 1) {
            guard Self.areGroups(digits) else { return nil }
            (whole, fraction) = (digits, [])
            proof = .decimals(mark.other)
        } else if !isAlone {
            guard !whole.contains(digits[last]) else { return nil }
            proof = .decimals(mark)
        } else if fraction.count == 3, !cell.hasOtherGroups, (1...3).contains(whole.count),
            whole.first != UInt8(ascii: "0")
        {
            proof = .either(mark)
        } else {
            proof = fraction.isEmpty ? .nothing : .decimals(mark)
        }
    }

    /// Decimal text as JSON writes numbers.
    ///
    /// - Parameter hasDecimals: Which of its two readings an amount with ``Proof/either(_:)`` has.
    func text(hasDecimals: Bool) -> String {
        if let computed { return computed }
        var whole = whole
        var fraction = fraction
        if case .either = proof, !hasDecimals {
            whole += fraction
            fraction = []
        }
        // JSON knows no leading zeros.
        let significant = whole.filter(HubSpotValue.isDigit).drop { $0 == UInt8(ascii: "0") }
        return (isNegative ? "-" : "")
            + (significant.isEmpty ? "0" : String(decoding: significant, as: UTF8.self))
            + (fraction.isEmpty ? "" : "." + String(decoding: fraction, as: UTF8.self))
    }

    /// Groups of three digits, between commas also of two but at the end: `1.234.567`, `12,34,567`; not `28.06.2024`.
    private static func areGroups(_ digits: ArraySlice<UInt8>) -> Bool {
        let groups = digits.split(omittingEmptySubsequences: false) { HubSpotDecimalMark($0) != nil }
        guard let first = groups.first, let last = groups.last else { return false }
        let least = digits.contains(UInt8(ascii: ",")) ? 2 : 3
        return (1...3).contains(first.count) && last.count == 3
            && groups.dropFirst().allSatisfy { (least...3).contains($0.count) }
    }

    /// Scientific notation, which spreadsheets write for long numbers.
    private static func scientific(_ text: String) -> String? {
        let isPlain = text.utf8.allSatisfy { HubSpotValue.isDigit($0) || "+-.eE".utf8.contains($0) }
        guard isPlain, let number = Double(text), number.isFinite else { return nil }
        return "\(number)"
    }
}

extension HubSpotAmount {
    /// The cell without what names or groups.
    fileprivate struct Taken {
        /// Digits, marks and signs; other ASCII as it stands.
        var bytes: [UInt8] = []
        var currency: String?
        /// Whether blanks or apostrophes group the thousands.
        var hasOtherGroups = false
        var dashed: HubSpotDecimalMark?
    }

    private static func taken(_ text: String) -> Taken {
        var taken = Taken()
        var word = ""
        var isApart = false
        for scalar in text.unicodeScalars {
            if isLetter(scalar) || (scalar == "." && !word.isEmpty) {
                word.unicodeScalars.append(scalar)
                continue
            }
            if scalar == "$" { word.append("$") }
            taken.name(&word)
            switch scalar.value {
            case 0x30...0x39:
                if isApart, taken.bytes.last.map(HubSpotValue.isDigit) ?? false {
                    taken.hasOtherGroups = true
                }
                isApart = false
                taken.bytes.append(UInt8(scalar.value))
            case 0x09, 0x20, 0x24, 0x27, 0x60, 0xA0, 0xB4, 0x2009, 0x2019, 0x202F: isApart = true
            case 0x2010...0x2014, 0x2212: taken.bytes.append(UInt8(ascii: "-"))
            case 0x00...0x7F:
                isApart = false
                taken.bytes.append(UInt8(scalar.value))
            default: taken.add(other: scalar)
            }
        }
        taken.name(&word)
        return taken
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A: true
        case 0x00...0xBF: false
        default: scalar.properties.isAlphabetic
        }
    }
}

extension HubSpotAmount.Taken {
    /// What an amount cannot have.
    private static let stranger = UInt8(ascii: "?")

    /// Takes a word for a currency, if it is one.
    fileprivate mutating func name(_ word: inout String) {
        guard !word.isEmpty else { return }
        defer { word = "" }
        guard let code = HubSpotCurrency.code(ofName: word) else { return bytes.append(Self.stranger) }
        if !code.isEmpty { currency = code }
    }

    fileprivate mutating func add(other scalar: Unicode.Scalar) {
        if scalar.properties.generalCategory == .currencySymbol {
            currency = HubSpotCurrency.code(ofSign: scalar) ?? currency
        } else if !scalar.properties.isWhitespace, scalar != "\u{FEFF}", scalar != "\u{200B}" {
            bytes.append(Self.stranger)
        }
    }
}
