import ETLModel
import ETLRendering
import ETLStore

/// Writes the end of `companies`, then `unmatched`, `review` and `errors`.
struct SnapshotTail {
    let sections: [SnapshotContent.Section]
    let reader: StateReader

    func write() throws -> [UInt8] {
        var json = JSONWriter(reserving: 65_536)
        json.endObject()
        json.newline()
        json.key("unmatched")
        try writeUnmatched(into: &json)
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

    private func writeUnmatched(into json: inout JSONWriter) throws {
        var names: [String: [String]] = [:]
        try reader.forEachUnmatched { section, _, title in names[section, default: []].append(title) }
        json.beginObject()
        for section in sections {
            let listed = names[section.section.key] ?? []
            json.key(section.section.key)
            json.beginObject()
            json.key("count")
            json.value(listed.count)
            json.key("names")
            json.value(listed)
            json.endObject()
        }
        json.endObject()
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
