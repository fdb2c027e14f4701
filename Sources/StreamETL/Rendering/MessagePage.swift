public import ETLModel

/// Builds a page of messages: their canonical JSON, and an index by which pages can be merged without
/// reading that JSON again.
///
/// The page's JSON becomes the contribution's payload (message objects joined by commas, no brackets),
/// so that a chat of one export is written by copying its payloads. The index goes into the heading
/// or stands behind the JSON in the payload, as the source likes.
public struct MessagePageBuilder: Sendable {
    public private(set) var page = MessagePage()
    private var writer: JSONWriter
    private var authorIndexes: [String: Int] = [:]

    public init(reserving byteCount: Int = 65_536) { writer = JSONWriter(reserving: byteCount) }

    public var isEmpty: Bool { page.entries.isEmpty }
    public var byteCount: Int { writer.bytes.count }

    /// Number of an author's name in the page, for ``MessagePage/Entry/author``.
    public mutating func intern(author: String) -> Int {
        if let known = authorIndexes[author] { return known }
        let index = page.authors.count
        page.authors.append(author)
        authorIndexes[author] = index
        return index
    }

    /// Appends one message object; `members` writes its keys.
    ///
    /// - Parameters:
    ///   - key: Orders messages and identifies one in its chat (message id; Slack's `ts` in microseconds).
    ///   - time: Seconds since 1970, UTC. - wall: The time as printed, read as if it were UTC.
    ///   - author: From ``intern(author:)``; `nil` if the message names none.
    public mutating func append(
        key: Int64, time: Int64, wall: Int64, author: Int?, isService: Bool, inheritsAuthor: Bool = false,
        members: (inout JSONWriter) -> Void
    ) {
        let separator = writer.bytes.isEmpty ? 0 : 1
        let start = writer.bytes.count + separator
        writer.beginObject()
        members(&writer)
        writer.endObject()
        page.entries.append(
            MessagePage.Entry(
                key: key, time: time, wall: wall, author: author, isService: isService,
                inheritsAuthor: inheritsAuthor, offset: start, byteCount: writer.bytes.count - start))
    }

    /// The JSON of all messages, joined by commas; the builder starts anew.
    public mutating func take() -> (page: MessagePage, json: [UInt8]) {
        defer {
            page = MessagePage()
            authorIndexes = [:]
        }
        return (page, writer.take())
    }
}

/// The index of a page of messages.
public struct MessagePage: Sendable {
    public var entries: [Entry] = []
    /// Distinct authors in order of appearance.
    public var authors: [String] = []

    public init() {}

    public struct Entry: Hashable, Sendable {
        public var key: Int64
        public var time: Int64
        public var wall: Int64
        /// Index into ``MessagePage/authors``.
        public var author: Int?
        public var isService: Bool
        /// The author is the one of the message before, which may be on an earlier page.
        public var inheritsAuthor: Bool
        /// Where the message's object stands in the page's JSON.
        public var offset: Int
        public var byteCount: Int

        package init(
            key: Int64, time: Int64, wall: Int64, author: Int? = nil, isService: Bool, inheritsAuthor: Bool,
            offset: Int, byteCount: Int
        ) {
            self.key = key
            self.time = time
            self.wall = wall
            self.author = author
            self.isService = isService
            self.inheritsAuthor = inheritsAuthor
            self.offset = offset
            self.byteCount = byteCount
        }
    }

    /// Encodes the index compactly: keys, times and offsets as differences.
    public func encode(into writer: inout ByteWriter) {
        writer.write(authors)
        var previous = (key: Int64(0), time: Int64(0), end: 0)
        writer.write(entries) { writer, entry in
            writer.write(entry.key &- previous.key)
            writer.write(entry.time &- previous.time)
            writer.write(entry.wall &- entry.time)
            writer.write(
                (entry.author ?? -1) * 4 + (entry.isService ? 1 : 0) + (entry.inheritsAuthor ? 2 : 0))
            writer.write(entry.offset - previous.end)
            writer.write(entry.byteCount)
            previous = (entry.key, entry.time, entry.offset + entry.byteCount)
        }
    }

    public static func decode(from reader: inout ByteReader) throws(ByteReader.Corruption) -> MessagePage {
        var page = MessagePage()
        page.authors = try reader.readStrings()
        var previous = (key: Int64(0), time: Int64(0), end: 0)
        page.entries = try reader.readArray { reader throws(ByteReader.Corruption) in
            let key = previous.key &+ (try reader.readInt64())
            let time = previous.time &+ (try reader.readInt64())
            let wall = time &+ (try reader.readInt64())
            let packed = try reader.readInt()
            let offset = previous.end + (try reader.readInt())
            let byteCount = try reader.readInt()
            previous = (key, time, offset + byteCount)
            return Entry(
                key: key, time: time, wall: wall, author: packed >> 2 < 0 ? nil : packed >> 2,
                isService: packed & 1 != 0, inheritsAuthor: packed & 2 != 0, offset: offset,
                byteCount: byteCount)
        }
        return page
    }
}
