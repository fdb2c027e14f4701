package import ETLModel

/// A stored page of messages.
package struct SlackPage: Sendable {
    package let part: Int64
    package let heading: SlackPageHeading
}

/// What is known of a page of messages without its JSON.
package struct SlackPageHeading: Sendable {
    /// The times of all entries, also of those that tell of a deletion; in microseconds since 1970.
    package var times: ClosedRange<Int64>?
    /// The times of the messages.
    var messageTimes: ClosedRange<Int64>?
    /// In the payload, where the index follows.
    package var textByteCount = 0
    /// Of the text, outside of its holes.
    package var literalByteCount = 0
    var speakers: [Speaker] = []
    /// In the order of their numbers.
    package var holes: [SlackHole] = []
    /// How often each hole is in the text.
    package var occurrences: [Int] = []
    /// Regular messages.
    package var weeks = WeekCounts()
    /// Whether ``weeks`` and the speakers' times are told. What versions before 1.1 stored lacks them; they are
    /// counted from the page's index then.
    private(set) var isCounted = true

    /// An author, and what they wrote on the page.
    struct Speaker: Sendable {
        var speaker: SlackSpeaker
        var regularCount = 0
        var serviceCount = 0
        /// Which entry is their last.
        var last = 0
        /// The times of the regular ones, in microseconds since 1970.
        var regularTimes: ClosedRange<Int64>?
    }

    package init() {}

    /// How many bytes the text has when it is filled.
    package func byteCount(filledWith fillings: TextFillings) throws(ByteReader.Corruption) -> Int {
        var byteCount = literalByteCount
        for (number, count) in occurrences.enumerated() {
            byteCount += count * (try fillings.filling(number).count)
        }
        return byteCount
    }
}

/// An entry of a page: a message, or that the message of this time is gone.
struct SlackPageEntry: Hashable, Sendable {
    /// Microseconds since 1970.
    var time: Int64
    /// Number of the author on the page; `nil` for a deletion.
    var speaker: Int?
    var isService: Bool
    /// Where the message's object stands in the page's text, with a comma before it.
    var range: Range<Int>
    /// When the message was edited, in microseconds since 1970; 0 if it was not.
    var edited: Int64 = 0
}

/// A place in a page's text that other files decide on.
package enum SlackHole: Hashable, Sendable {
    /// The author's name as a JSON value.
    case author(Int)
    /// The member that tells that the author is a bot, or nothing.
    case bot(Int)
    /// A user's name within a string; what stands there if nothing tells it.
    case user(id: String, otherwise: String)
    case channel(id: String, otherwise: String)
}

extension SlackPageHeading {
    package func encode(into writer: inout ByteWriter) {
        writer.write(times) { writer, times in
            writer.write(times.lowerBound)
            writer.write(times.upperBound - times.lowerBound)
        }
        writer.write(messageTimes) { writer, times in
            writer.write(times.lowerBound - (self.times?.lowerBound ?? 0))
            writer.write(times.upperBound - times.lowerBound)
        }
        writer.write(textByteCount)
        writer.write(literalByteCount)
        writer.write(speakers) { writer, speaker in
            speaker.speaker.encode(into: &writer)
            writer.write(speaker.regularCount)
            writer.write(speaker.serviceCount)
            writer.write(speaker.last)
            writer.write(speaker.regularTimes) { writer, times in
                writer.write(times.lowerBound - (self.times?.lowerBound ?? 0))
                writer.write(times.upperBound - times.lowerBound)
            }
        }
        writer.write(holes) { $1.encode(into: &$0) }
        for count in occurrences { writer.write(count) }
        weeks.encode(into: &writer)
    }

    package init(decoding bytes: [UInt8]) throws(ByteReader.Corruption) {
        do {
            try self.init(decoding: bytes, hasShares: true)
        } catch {
            // As versions before 1.1 wrote it: without times of speakers, and without weeks.
            try self.init(decoding: bytes, hasShares: false)
        }
    }

    private init(decoding bytes: [UInt8], hasShares: Bool) throws(ByteReader.Corruption) {
        var reader = ByteReader(bytes)
        times = try reader.readOptional { reader throws(ByteReader.Corruption) in
            try Self.times(from: &reader, after: 0)
        }
        let start = times?.lowerBound ?? 0
        messageTimes = try reader.readOptional { reader throws(ByteReader.Corruption) in
            try Self.times(from: &reader, after: start)
        }
        textByteCount = try reader.readInt()
        literalByteCount = try reader.readInt()
        speakers = try reader.readArray { reader throws(ByteReader.Corruption) in
            var speaker = Speaker(
                speaker: try SlackSpeaker(from: &reader), regularCount: try reader.readInt(),
                serviceCount: try reader.readInt(), last: try reader.readInt())
            guard hasShares else { return speaker }
            speaker.regularTimes = try reader.readOptional { reader throws(ByteReader.Corruption) in
                try Self.times(from: &reader, after: start)
            }
            // What an older version wrote must not seem to say more.
            guard (speaker.regularTimes != nil) == (speaker.regularCount > 0) else {
                throw ByteReader.Corruption()
            }
            return speaker
        }
        let speakerCount = speakers.count
        holes = try reader.readArray { reader throws(ByteReader.Corruption) in
            try SlackHole(from: &reader, speakers: speakerCount)
        }
        occurrences.reserveCapacity(holes.count)
        for _ in holes { occurrences.append(try reader.readInt()) }
        isCounted = hasShares
        if hasShares { weeks = try WeekCounts(from: &reader) }
        guard reader.isAtEnd else { throw ByteReader.Corruption() }
    }

    private static func times(
        from reader: inout ByteReader, after start: Int64
    ) throws(ByteReader.Corruption) -> ClosedRange<Int64> {
        let first = start &+ (try reader.readInt64())
        let last = first &+ (try reader.readInt64())
        guard first <= last else { throw ByteReader.Corruption() }
        return first...last
    }
}

extension SlackHole {
    fileprivate func encode(into writer: inout ByteWriter) {
        switch self {
        case .author(let speaker):
            writer.write(0)
            writer.write(speaker)
        case .bot(let speaker):
            writer.write(1)
            writer.write(speaker)
        case .user(let id, let otherwise):
            writer.write(2)
            writer.write(id)
            writer.write(otherwise)
        case .channel(let id, let otherwise):
            writer.write(3)
            writer.write(id)
            writer.write(otherwise)
        }
    }

    fileprivate init(
        from reader: inout ByteReader, speakers count: Int
    ) throws(ByteReader.Corruption) {
        let kind = try reader.readInt()
        switch kind {
        case 0, 1:
            let speaker = try reader.readInt()
            guard (0..<count).contains(speaker) else { throw ByteReader.Corruption() }
            self = kind == 0 ? .author(speaker) : .bot(speaker)
        case 2: self = .user(id: try reader.readString(), otherwise: try reader.readString())
        case 3: self = .channel(id: try reader.readString(), otherwise: try reader.readString())
        default: throw ByteReader.Corruption()
        }
    }
}

extension SlackPageEntry {
    /// Encodes a page's index compactly: times and places as differences.
    static func encode(_ entries: [SlackPageEntry], into writer: inout ByteWriter) {
        var time: Int64 = 0
        writer.write(entries) { writer, entry in
            writer.write(entry.time - time)
            writer.write(entry.speaker.map { $0 << 1 | (entry.isService ? 1 : 0) } ?? -1)
            writer.write(entry.range.count)
            writer.write(entry.edited)
            time = entry.time
        }
    }

    /// Reads the index behind the text of a page's payload.
    static func decode(
        _ payload: [UInt8], of heading: SlackPageHeading
    ) throws(ByteReader.Corruption) -> [SlackPageEntry] {
        guard (0...payload.count).contains(heading.textByteCount) else { throw ByteReader.Corruption() }
        var reader = ByteReader(Array(payload[heading.textByteCount...]))
        var time: Int64 = 0
        var end = 0
        let speakerCount = heading.speakers.count
        let entries = try reader.readArray { reader throws(ByteReader.Corruption) in
            time &+= try reader.readInt64()
            let packed = try reader.readInt()
            let byteCount = try reader.readInt()
            let edited = try reader.readInt64()
            guard byteCount >= 0, byteCount <= heading.textByteCount - end, packed >> 1 < speakerCount else {
                throw ByteReader.Corruption()
            }
            defer { end += byteCount }
            return SlackPageEntry(
                time: time, speaker: packed < 0 ? nil : packed >> 1, isService: packed & 1 != 0,
                range: end..<(end + byteCount), edited: edited)
        }
        guard end == heading.textByteCount else { throw ByteReader.Corruption() }
        return entries
    }
}
