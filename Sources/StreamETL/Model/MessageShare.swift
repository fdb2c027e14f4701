/// What one author wrote in a conversation: regular messages only.
public struct MessageShare: Hashable, Sendable {
    public var count = 0
    /// Seconds since 1970, of messages that have a time.
    public private(set) var first: Int64?
    public private(set) var last: Int64?
    /// The source's number of the message at ``last``: Telegram's message id, Slack's microseconds.
    public private(set) var lastKey: Int64 = 0

    public init() {}

    /// Counts a message.
    public mutating func add(time: Int64?, key: Int64) {
        count += 1
        note(first: time, last: time, lastKey: key)
    }

    public mutating func add(_ other: MessageShare) {
        count += other.count
        note(first: other.first, last: other.last, lastKey: other.lastKey)
    }

    /// Counts messages of Slack, whose times are their keys.
    package mutating func add(count: Int, _ times: ClosedRange<Int64>?) {
        self.count += count
        note(first: times?.lowerBound, last: times?.upperBound, lastKey: times?.upperBound ?? 0)
    }

    /// The same with times in seconds for microseconds.
    package var inSeconds: MessageShare {
        var share = self
        share.first = first.map { $0 / 1_000_000 }
        share.last = last.map { $0 / 1_000_000 }
        return share
    }

    private mutating func note(first: Int64?, last: Int64?, lastKey: Int64) {
        if let first, first < self.first ?? .max { self.first = first }
        guard let last, (last, lastKey) > (self.last ?? .min, self.lastKey) || self.last == nil else {
            return
        }
        self.last = last
        self.lastKey = lastKey
    }

    package func encode(into writer: inout ByteWriter) {
        writer.write(count)
        writer.write(first)
        guard let first, let last else { return }
        writer.write(last - first)
        writer.write(lastKey)
    }

    package init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        count = try reader.readInt()
        guard let first = try reader.readOptionalInt64() else { return }
        self.first = first
        last = first &+ (try reader.readInt64())
        lastKey = try reader.readInt64()
    }
}
