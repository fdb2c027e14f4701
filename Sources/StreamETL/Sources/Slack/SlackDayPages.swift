import ETLFormats
import ETLModel

/// Collects the messages of a day into contributions of a bounded size.
///
/// Contributions are held back by one, so that what is wrong with the last messages has one to go with.
struct SlackDayPages {
    private static let messageCount = 1_000
    private static let byteCount = 1 << 20

    private let limits: InputLimits
    private let kind: String
    private let unit: String
    private var page = SlackPageBuilder()
    private var held: Contribution?
    private var faults = FaultTally()

    /// - Parameter channel: The conversation's id, where the file and not its folder tells it.
    init(limits: InputLimits, channel: String? = nil) {
        self.limits = limits
        kind = channel == nil ? SlackAssembler.dayKind : SlackAssembler.dumpKind
        unit = channel ?? ""
    }

    /// - Returns: A contribution that is complete.
    mutating func add(_ entry: JSONValue) -> Contribution? {
        let message: SlackMessage
        do {
            message = try SlackMessage(entry: entry, limits: limits)
        } catch {
            faults.add(TransformWarning(error, isLoss: true))
            return nil
        }
        let isFull = page.count == Self.messageCount || page.byteCount >= Self.byteCount
        let complete = isFull ? endPage() : nil
        page.append(message)
        return complete
    }

    /// - Returns: What is left; an empty day still states that the channel is there.
    mutating func finish() -> [Contribution] {
        let last = endPage()
        held?.warnings += faults.take()
        return [last, held].compactMap(\.self)
    }

    /// - Returns: The page before, which is complete now.
    private mutating func endPage() -> Contribution? {
        defer {
            let (heading, payload) = page.take()
            var encoded = ByteWriter(reserving: 256)
            heading.encode(into: &encoded)
            held = Contribution(kind: kind, unit: unit, heading: encoded.bytes, payload: payload)
        }
        guard var complete = held else { return nil }
        complete.warnings += faults.take()
        return complete
    }
}
