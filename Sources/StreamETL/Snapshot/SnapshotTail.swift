import ETLModel
import ETLRendering
import ETLStore

/// Writes the end of `companies`, then `unmatched`, `review` and `errors`, in parts that can stay as they are.
struct SnapshotTail {
    let sections: [SnapshotContent.Section]
    let reader: StateReader

    /// The parts in the order of the file, and whether each is the first of its list.
    func parts(with buckets: Set<UnmatchedBucket>) -> [(part: SnapshotLayout.Tail.Part, isFirst: Bool)] {
        var parts: [(SnapshotLayout.Tail.Part, Bool)] = []
        let sorted = buckets.sorted()
        for (index, section) in sections.enumerated() {
            parts.append((.names(of: section.section.key), index == 0))
            let own = sorted.filter { $0.section == section.section.key }
            parts += own.enumerated().map { (.items($1), $0 == 0) }
        }
        return parts + [(.end, sections.isEmpty)]
    }

    func write(_ part: SnapshotLayout.Tail.Part, isFirst: Bool) throws -> [UInt8] {
        switch part {
        case .names(let section): try names(of: section, isFirst: isFirst)
        case .items(let bucket): try items(of: bucket, isFirst: isFirst)
        case .end: try end(isFirst: isFirst)
        }
    }

    private static let opening = Array("}\n,\"unmatched\":{".utf8)

    /// `"SECTION":{"count":…,"names":[…],"items":[`, after the end of the section before.
    private func names(of section: String, isFirst: Bool) throws -> [UInt8] {
        var names: [String] = []
        try reader.forEachUnmatchedTitle(in: section) { names.append($0) }
        var json = JSONWriter(reserving: 4_096)
        json.between(isFirst ? Self.opening : Array("]},".utf8))
        json.key(named: section)
        json.beginObject()
        json.key("count")
        json.value(names.count)
        json.key("names")
        json.value(names)
        json.key("items")
        json.beginArray()
        return Self.padded(json.bytes)
    }

    private func items(of bucket: UnmatchedBucket, isFirst: Bool) throws -> [UInt8] {
        var json = JSONWriter(reserving: 4_096)
        if !isFirst { json.raw(EmptyCollection()) }
        try reader.forEachUnmatched(in: bucket) { json.value(unmatched: $0) }
        return Self.padded(json.bytes)
    }

    private func end(isFirst: Bool) throws -> [UInt8] {
        var json = JSONWriter(reserving: 65_536)
        json.between(isFirst ? Self.opening : Array("]}".utf8))
        json.endObject()
        json.newline()
        json.key("review")
        try writeReview(into: &json)
        json.newline()
        json.key("errors")
        try writeErrors(into: &json)
        json.endObject()
        json.newline()
        return json.bytes
    }

    /// Padded with blanks, so that the parts behind it need not move when it grows a little.
    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        let blanks = SnapshotLayout.padded(bytes.count + 1) - bytes.count - 1
        return bytes + repeatElement(UInt8(ascii: " "), count: blanks) + [UInt8(ascii: "\n")]
    }

    private func writeReview(into json: inout JSONWriter) throws {
        json.beginArray()
        try reader.forEachUnsure { section, key, title, decision in
            json.beginObject()
            json.key("section")
            json.value(section)
            json.key("item_key")
            json.value(key)
            json.key("name")
            json.value(title)
            json.key("candidates")
            json.beginArray()
            for candidate in decision.candidates {
                json.beginObject()
                json.key("company")
                json.value(candidate.company)
                json.key("match_rule")
                json.value(candidate.rule.rawValue)
                json.key("match_confidence")
                json.value(candidate.confidence)
                json.key("match_evidence")
                json.value(candidate.evidence)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
        json.endArray()
    }

    private func writeErrors(into json: inout JSONWriter) throws {
        let drops = try reader.dropNames()
        json.beginArray()
        for file in try reader.faultyFiles() {
            for fault in file.faults {
                json.beginObject()
                json.key("file")
                json.value(file.path.path.escaped)
                json.key("drop")
                json.value(file.path.drop)
                json.key("drop_name")
                json.value(drops[file.path.drop] ?? "")
                json.key("source")
                json.value(file.source.rawValue)
                json.key("state")
                json.value(file.isQuarantined ? "quarantined" : "warning")
                json.key("line")
                json.value(fault.position.map { Int64($0.line) })
                json.key("column")
                json.value(fault.position.map { Int64($0.column) })
                json.key("member")
                json.value(fault.member)
                json.key("count")
                json.value(fault.count)
                json.key("lost")
                json.value(fault.isLoss)
                json.key("cause")
                json.value(fault.summary)
                json.key("remedy")
                json.value(fault.cause.remedy)
                json.endObject()
            }
        }
        json.endArray()
    }
}
