/// Writes one company of the unified JSON.
struct CompanyFragment {
    let company: SnapshotContent.Company
    let sections: [SnapshotContent.Section]
    let reader: StateReader

    /// Writes the line `"NAME":{…},` piece by piece; only one item's own fields are in memory at a time.
    func write(to file: inout SnapshotFile, isLast: Bool) throws {
        let start = file.offset
        var json = JSONWriter(reserving: 4_096)
        json.key(company.name)
        json.beginObject()
        json.key("company_info")
        json.raw(company.info)
        var summary = CompanySummary()
        for section in sections {
            json.key(section.section.key)
            json.beginArray()
            try reader.forEachItem(of: company.name, section: section.section.key) { item in
                summary.add(item, source: section.source)
                try write(item, json: &json, file: &file)
            }
            json.endArray()
        }
        json.key("summary")
        summary.write(into: &json, sections: sections)
        json.endObject()
        try file.write(json.bytes)
        if !isLast { try file.write(CollectionOfOne(UInt8(ascii: ","))) }
        let byteCount = file.offset - start + 1
        let blanks = SnapshotLayout.padded(byteCount) - byteCount
        try file.write(repeatElement(UInt8(ascii: " "), count: blanks))
        try file.write(CollectionOfOne(UInt8(ascii: "\n")))
    }

    private func write(
        _ item: SnapshotItem, json: inout JSONWriter, file: inout SnapshotFile
    ) throws {
        let match = item.decision.matches.first { $0.company == company.name }
        json.beginObject()
        json.rawMembers(item.members)
        json.key("match_confidence")
        json.value(match?.confidence ?? 0)
        json.key("match_rule")
        json.value(match?.rule.rawValue)
        json.key("match_evidence")
        json.value(match?.evidence ?? [])
        if !item.segments.isEmpty {
            json.key("data")
            json.raw(EmptyCollection())
            try file.write(json.drain())
            for segment in item.segments {
                switch segment {
                case .bytes(let bytes): try file.write(bytes)
                case .payload(let part, let byteCount):
                    try file.write(try reader.payload(of: part, byteCount: byteCount))
                }
            }
        }
        json.endObject()
        if json.bytes.count > 65_536 { try file.write(json.drain()) }
    }
}

extension JSONWriter {
    mutating func value(_ evidence: [MatchEvidence]) {
        beginArray()
        for piece in evidence {
            beginObject()
            key("kind")
            value(piece.kind)
            key("found")
            value(piece.found)
            key("expected")
            value(piece.expected)
            key("origin")
            value(piece.origin)
            endObject()
        }
        endArray()
    }
}

/// Counts, activity and people of a company over all its sources.
private struct CompanySummary {
    private var counts: [String: (items: Int, messages: Int)] = [:]
    private var first: Int64?
    private var last: Int64?
    private var people: Set<String> = []

    mutating func add(_ item: SnapshotItem, source: Source) {
        counts[item.section, default: (0, 0)].items += 1
        counts[item.section, default: (0, 0)].messages += item.messageCount
        first = [first, item.firstActivity].compactMap(\.self).min()
        last = [last, item.lastActivity].compactMap(\.self).max()
        people.formUnion(item.people)
    }

    func write(into json: inout JSONWriter, sections: [SnapshotContent.Section]) {
        json.beginObject()
        json.key("counts")
        json.beginObject()
        for section in sections {
            json.key(section.section.key)
            json.value(counts[section.section.key]?.items ?? 0)
        }
        json.key("messages")
        json.value(
            ["slack_channels", "telegram_chats"].reduce(0) { $0 + (counts[$1]?.messages ?? 0) })
        json.endObject()
        json.key("first_activity")
        json.value(first.map(UTCTime.text))
        json.key("last_activity")
        json.value(last.map(UTCTime.text))
        json.key("people_count")
        json.value(people.count)
        json.key("people")
        json.value(people.sorted())
        json.endObject()
    }
}
