/// How many messages fall into each week. Weeks begin on Monday, in UTC.
public struct WeekCounts: Hashable, Sendable {
    public struct Week: Hashable, Sendable {
        /// Weeks since that of Monday, 29 December 1969.
        public var index: Int64
        public var count: Int

        public init(index: Int64, count: Int) { (self.index, self.count) = (index, count) }

        /// Midnight of its Monday, in seconds since 1970.
        public var start: Int64 { index * WeekCounts.length - WeekCounts.lead }
    }

    /// Ascending, each once, without empty ones.
    public private(set) var weeks: [Week] = []

    public init() {}

    private static let length: Int64 = 7 * 86_400
    /// 1970 began on a Thursday.
    private static let lead: Int64 = 3 * 86_400
    /// Weeks of 1970 to 2100. Times beyond belong to no week, so that there are never more than these.
    private static let known: ClosedRange<Int64> = 0...6_835

    /// Counts what happened at `time`, in seconds since 1970.
    public mutating func add(time: Int64, count: Int = 1) {
        guard time >= 0 else { return }
        let index = (time &+ Self.lead) / Self.length
        guard Self.known.contains(index) else { return }
        add(Week(index: index, count: count))
    }

    public mutating func add(_ other: WeekCounts) {
        if weeks.isEmpty {
            weeks = other.weeks
        } else {
            for week in other.weeks { add(week) }
        }
    }

    private mutating func add(_ week: Week) {
        guard let last = weeks.last else { return weeks.append(week) }
        // Messages come in order.
        if last.index == week.index {
            weeks[weeks.count - 1].count += week.count
        } else if last.index < week.index {
            weeks.append(week)
        } else {
            let place = weeks.partitioned { $0.index < week.index }
            if weeks[place].index == week.index {
                weeks[place].count += week.count
            } else {
                weeks.insert(week, at: place)
            }
        }
    }

    public func encode(into writer: inout ByteWriter) {
        var previous: Int64 = 0
        writer.write(weeks) { writer, week in
            writer.write(week.index - previous)
            writer.write(week.count)
            previous = week.index
        }
    }

    public init(from reader: inout ByteReader) throws(ByteReader.Corruption) {
        var index: Int64 = 0
        weeks = try reader.readArray { reader throws(ByteReader.Corruption) in
            index &+= try reader.readInt64()
            guard Self.known.contains(index) else { throw ByteReader.Corruption() }
            return Week(index: index, count: try reader.readInt())
        }
    }
}

extension Array {
    /// The first index whose element does not precede; elements that do stand first.
    fileprivate func partitioned(_ precedes: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if precedes(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
