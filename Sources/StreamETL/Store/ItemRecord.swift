package import ETLModel
package import GRDB

/// An assembled item as a row.
package struct ItemRecord {
    /// Without its data, which may be many megabytes.
    package let item: AssembledItem
    package let source: Source
    private let subject: [UInt8]
    private let segments: [UInt8]
    private let people: [UInt8]
    /// Empty where the source hands no values over.
    private let facts: [UInt8]
    /// The part of the unmatched list in which the item would stand.
    package let bucket: UnmatchedBucket
    /// Tells whether an item is the same as the one stored.
    package let digest: [UInt8]

    package init(_ item: AssembledItem, source: Source) {
        self.item = item.withoutData
        self.source = source
        subject = item.subject.encoded()
        segments = StoredSegments.encode(item.data)
        var writer = ByteWriter()
        writer.write(item.people)
        people = writer.bytes
        facts = item.facts?.encoded() ?? []
        bucket = UnmatchedBucket(section: item.section, key: item.key)
        var whole = ByteWriter(reserving: 1_024)
        for text in [item.section, item.key, item.sortKey, item.title] { whole.write(text) }
        for blob in [item.members, subject, ContentHash.of(segments), people, facts] { whole.write(blob) }
        whole.write(item.messageCount)
        whole.write(item.firstActivity)
        whole.write(item.lastActivity)
        digest = ContentHash.of(whole.bytes)
    }

    /// The memory that the record takes, without the item's texts.
    package var byteCount: Int {
        512 + subject.count + segments.count + people.count + facts.count + item.members.count
    }

    /// - Parameter decision: `nil` if the item is decided later.
    /// - Returns: The row's id.
    package func insert(into db: Database, group: Int64, decision: SignedDecision?) throws -> Int64 {
        try StoreStatement(
            db,
            """
            INSERT INTO items (group_id, source, section, key, sort_key, title, message_count,
                first_activity, last_activity, decision, signature, is_matched, is_unsure,
                digest, bucket, owner, subject, people, facts, members, segments)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).run(
            .integer(group), .text(source.rawValue), .text(item.section), .text(item.key),
            .text(item.sortKey), .text(item.title), .integer(item.messageCount),
            .optional(item.firstActivity), .optional(item.lastActivity),
            decision.map { .blob($0.decision.encoded()) } ?? .null,
            decision.map { .blob($0.signature.bytes) } ?? .null,
            .integer(decision?.decision.isMatched ?? false ? 1 : 0),
            .integer(decision?.decision.isUnsure ?? false ? 1 : 0), .blob(digest),
            .integer(bucket.number), .optional(item.facts?.owner), .blob(subject), .blob(people),
            .blob(facts), .blob(item.members), .blob(segments))
        return db.lastInsertedRowID
    }
}

extension AssembledItem {
    fileprivate var withoutData: AssembledItem {
        var item = self
        item.data = []
        return item
    }
}

/// Segments as the store keeps them.
enum StoredSegments {
    static func encode(_ segments: [AssembledItem.Segment]) -> [UInt8] {
        let byteCount = segments.reduce(8) { sum, segment in
            if case .bytes(let bytes) = segment { sum + 12 + bytes.count } else { sum + 20 }
        }
        var writer = ByteWriter(reserving: byteCount)
        var fillings: [Int64: TextFillings] = [:]
        writer.write(segments) { writer, segment in
            switch segment {
            case .bytes(let bytes):
                writer.write(Tag.bytes.rawValue)
                writer.write(bytes)
            case .payload(let part, let byteCount):
                writer.write(Tag.payload.rawValue)
                writer.write(part)
                writer.write(byteCount)
            case .filled(let text):
                let isKnown = fillings[text.part] == text.fillings
                if !isKnown { fillings[text.part] = text.fillings }
                writer.write(isKnown ? Tag.filledAsBefore.rawValue : Tag.filled.rawValue)
                writer.write(text.part)
                writer.write(text.range.lowerBound)
                writer.write(text.range.count)
                writer.write(text.byteCount)
                if !isKnown { text.fillings.encode(into: &writer) }
            }
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(ByteReader.Corruption) -> [AssembledItem.Segment] {
        var reader = ByteReader(bytes)
        var fillings: [Int64: TextFillings] = [:]
        return try reader.readArray { reader throws(ByteReader.Corruption) in
            guard let tag = Tag(rawValue: try reader.readInt()) else { throw ByteReader.Corruption() }
            switch tag {
            case .bytes: return .bytes(try reader.readBytes())
            case .payload: return .payload(of: try reader.readInt64(), byteCount: try reader.readInt())
            case .filled, .filledAsBefore:
                let part = try reader.readInt64()
                let start = try reader.readInt()
                let (end, overflows) = start.addingReportingOverflow(try reader.readInt())
                guard !overflows, start >= 0, end >= start else { throw ByteReader.Corruption() }
                let byteCount = try reader.readInt()
                if tag == .filled { fillings[part] = try TextFillings(from: &reader) }
                guard let known = fillings[part] else { throw ByteReader.Corruption() }
                return .filled(
                    FilledText(part: part, range: start..<end, byteCount: byteCount, fillings: known))
            }
        }
    }

    /// The first two are what a flag was, as which rows of older versions have them.
    private enum Tag: Int {
        case bytes = -1
        case payload = 0
        case filled = 1
        /// With what filled the text of this part before: it is stored once.
        case filledAsBefore = 2
    }
}
