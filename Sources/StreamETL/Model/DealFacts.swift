/// A deal's state and value, as the CRM has them.
public struct DealFacts: Hashable, Sendable {
    /// The evidence of whether the deal is open.
    public enum Basis: String, Sendable {
        /// The record says so itself.
        case record
        /// A page of pipelines says so of its stage.
        case pipeline
        /// The name of its stage is one that every account begins with.
        case stageName = "stage_name"
        /// Its stage has another name than HubSpot's final stages.
        case otherStage = "other_stage"
    }

    /// `nil` where nothing tells.
    public var isOpen: Bool?
    public var isWon: Bool?
    public var basis: Basis?
    public var stageLabel: String?
    public var ownerLabel: String?
    /// A decimal number as JSON writes one.
    public var value: String?
    public var currency: String?

    public init() {}

    package func encode(into writer: inout ByteWriter) {
        for flag in [isOpen, isWon] { writer.write(flag.map { $0 ? 1 : 0 } ?? -1) }
        for text in [basis?.rawValue, stageLabel, ownerLabel, value, currency] { writer.write(text) }
    }

    package init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        isOpen = try Self.readFlag(&reader)
        isWon = try Self.readFlag(&reader)
        basis = try reader.readOptionalString().flatMap(Basis.init(rawValue:))
        stageLabel = try reader.readOptionalString()
        ownerLabel = try reader.readOptionalString()
        value = try reader.readOptionalString()
        currency = try reader.readOptionalString()
    }

    private static func readFlag(_ reader: inout ByteReader) throws(ByteReader.Corruption) -> Bool? {
        switch try reader.readInt() {
        case 0: false
        case 1: true
        default: nil
        }
    }
}

/// A sum of decimal numbers without the error of binary fractions.
public struct DecimalSum: Hashable, Sendable {
    /// In billionths.
    private var units: Int128 = 0
    /// The sum of numbers that are too large or too small for ``units``.
    private var rest = 0.0

    public init() {}

    private static let places = 9
    private static let scale: Int128 = 1_000_000_000

    /// - Parameter number: As JSON writes it.
    public mutating func add(_ number: String) {
        if let exact = Self.exact(number) {
            let (sum, overflows) = units.addingReportingOverflow(exact)
            if !overflows { return units = sum }
        }
        rest += Double(number) ?? 0
    }

    private static func exact(_ number: String) -> Int128? {
        var text = number.utf8[...]
        let isNegative = text.first == UInt8(ascii: "-")
        if isNegative { text = text.dropFirst() }
        guard !text.isEmpty, text.count <= 28 else { return nil }
        var units: Int128 = 0
        var fraction: Int?
        for byte in text {
            if byte == UInt8(ascii: "."), fraction == nil {
                fraction = 0
                continue
            }
            guard (0x30...0x39).contains(byte) else { return nil }
            units = units * 10 + Int128(byte - 0x30)
            if let known = fraction { fraction = known + 1 }
        }
        let missing = places - (fraction ?? 0)
        guard missing >= 0 else { return nil }
        for _ in 0..<missing { units *= 10 }
        return isNegative ? -units : units
    }

    /// As JSON writes it.
    public var text: String {
        guard rest == 0 else {
            let sum = rest + Double(units) / Double(Self.scale)
            return sum.isFinite ? "\(sum)" : "null"
        }
        let magnitude = units.magnitude
        let scale = UInt128(Self.scale)
        let sign = units < 0 ? "-" : ""
        var digits = String(magnitude % scale)
        digits = String(repeating: "0", count: Self.places - digits.count) + digits
        while digits.last == "0" { digits.removeLast() }
        return sign + String(magnitude / scale) + (digits.isEmpty ? "" : "." + digits)
    }
}
