/// Which keys a decision asked the index for: a mark of 32 bits each.
///
/// Kept beside the decision, it tells without deciding again whether a change of some keys can concern
/// it: wrongly yes once in millions, wrongly no never.
public struct MatchSignature: Hashable, Sendable {
    private var marks: [UInt32]

    public init() {
        marks = []
        marks.reserveCapacity(16)
    }

    /// `nil` for bytes that are none.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count.isMultiple(of: 4) else { return nil }
        marks = []
        marks.reserveCapacity(bytes.count / 4)
        var mark: UInt32 = 0
        for (index, byte) in bytes.enumerated() {
            mark |= UInt32(byte) << UInt32(index % 4 * 8)
            if index % 4 == 3 {
                marks.append(mark)
                mark = 0
            }
        }
    }

    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(marks.count * 4)
        for mark in marks {
            for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: mark >> shift)) }
        }
        return bytes
    }

    /// The short form of a key with that hash.
    public static func mark(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }

    public mutating func insert(_ hash: UInt64) { marks.append(Self.mark(hash)) }

    public func mayHold(_ hash: UInt64) -> Bool { marks.contains(Self.mark(hash)) }

    public func mayHold(anyOf changed: Set<UInt32>) -> Bool { marks.contains(where: changed.contains) }
}

/// The outcome of matching one item, and the keys that it depends on.
public struct SignedDecision: Sendable {
    public let decision: MatchDecision
    public let signature: MatchSignature
    /// Whether the texts of the item's messages can add something.
    public let wantsTexts: Bool

    public init(decision: MatchDecision, signature: MatchSignature, wantsTexts: Bool = false) {
        self.decision = decision
        self.signature = signature
        self.wantsTexts = wantsTexts
    }
}
