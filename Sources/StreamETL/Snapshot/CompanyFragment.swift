package import ETLFiles
package import ETLModel
package import ETLRendering
package import ETLStore

/// Writes one company of the unified JSON.
package struct CompanyFragment {
    package let company: SnapshotContent.Company
    package let content: SnapshotContent
    package let reader: StateReader
    package let earlier: EarlierLines

    /// The company's line in earlier files.
    package struct EarlierLines {
        package typealias Line = (offset: Int, data: [String: SnapshotLayout.ItemData])

        package var previous: (file: Int32, line: Line)?
        package var spare: Line?

        package func data(of key: String) -> UnchangedData {
            UnchangedData(
                previous: previous.flatMap { previous in
                    Self.data(of: key, in: previous.line).map { (previous.file, $0) }
                }, spare: spare.flatMap { Self.data(of: key, in: $0) })
        }

        private static func data(of key: String, in line: Line) -> PlacedData? {
            line.data[key].map { PlacedData($0.segments, at: line.offset + $0.offset) }
        }
    }

    /// Writes the line `"NAME":{…},` piece by piece; only one item's own fields are in memory at a time.
    ///
    /// - Returns: Where in the line large items' data stand.
    package func write(
        to file: inout RewritableFile, isLast: Bool
    ) throws -> [String: SnapshotLayout.ItemData] {
        let start = file.offset
        var json = JSONWriter(reserving: 4_096)
        json.key(named: company.name)
        json.beginObject()
        json.key("company_info")
        json.raw(company.info)
        var summary = CompanySummary()
        var answers = CompanyAnswers(company, sources: content.sources, sides: content.sides)
        var data: [String: SnapshotLayout.ItemData] = [:]
        for section in content.sections {
            json.key(named: section.section.key)
            json.beginArray()
            try reader.forEachItem(of: company.name, section: section.section.key) { item in
                summary.add(item)
                answers.add(item, source: section.source)
                if let offset = try write(item, json: &json, file: &file) {
                    data[item.key] = SnapshotLayout.ItemData(
                        offset: offset - start, segments: item.segments.map(PlacedSegment.init))
                }
            }
            json.endArray()
        }
        write(answers, and: summary, into: &json)
        json.endObject()
        try file.write(json.bytes)
        if !isLast { try file.write([UInt8(ascii: ",")]) }
        let byteCount = file.offset - start + 1
        let blanks = SnapshotLayout.padded(byteCount) - byteCount
        try file.write([UInt8](repeating: UInt8(ascii: " "), count: blanks))
        try file.write([UInt8(ascii: "\n")])
        return data
    }

    private func write(
        _ answers: CompanyAnswers, and summary: CompanySummary, into json: inout JSONWriter
    ) {
        let found = answers.finish()
        json.key("people")
        json.beginArray()
        for person in found.people { json.value(person) }
        json.endArray()
        json.key("activity")
        json.beginArray()
        for week in found.activity { json.value(week) }
        json.endArray()
        json.key("summary")
        json.beginObject()
        summary.write(into: &json, sections: content.sections, found.company)
        json.members(of: found.company, sources: content.sources.filter { $0 != .hubspot })
        json.endObject()
    }

    /// Members that items of all sources have.
    private func write(
        _ key: String, _ facts: ItemFacts?, time: Int64?, into json: inout JSONWriter
    ) {
        json.key("item_key")
        json.value(key)
        guard let facts else { return }
        if !facts.hasTitleMember {
            json.key("title")
            json.value(facts.title)
        }
        json.key("time")
        json.value(moment: time)
    }

    /// - Returns: Where the item's data begin, if they are many.
    private func write(
        _ item: SnapshotItem, json: inout JSONWriter, file: inout RewritableFile
    ) throws -> Int? {
        var start: Int?
        let match = item.decision.matches.first { $0.company == company.name }
        json.beginObject()
        write(item.key, item.facts, time: item.time, into: &json)
        json.rawMembers(item.members)
        json.key("match_confidence")
        json.value(match?.confidence ?? 0)
        json.key("match_rule")
        json.value(match?.rule.rawValue)
        json.key("match_evidence")
        json.value(match?.evidence ?? [])
        if item.facts?.deal != nil || item.decision.matches.count > 1 {
            json.key("companies")
            json.value(item.decision.matches.map(\.company))
        }
        if !item.segments.isEmpty {
            json.key("data")
            json.raw(EmptyCollection())
            try file.write(json.drain())
            let payloadByteCount = item.segments.reduce(0) { sum, segment in
                switch segment {
                case .payload(_, let byteCount): sum + byteCount
                case .filled(let text): sum + text.byteCount
                case .bytes: sum
                }
            }
            if payloadByteCount >= UnchangedData.leastByteCount { start = file.offset }
            let earlier = start == nil ? UnchangedData() : earlier.data(of: item.key)
            var recent = RecentPayloads()
            try earlier.write(item.segments, to: &file) { segment, file in
                switch segment {
                case .bytes(let bytes): try file.write(bytes)
                case .payload(let part, let byteCount):
                    try file.write(Array(try reader.payload(of: part, byteCount: byteCount)))
                case .filled(let text):
                    var filled: [UInt8] = []
                    try text.append(
                        to: &filled, from: try recent.payload(of: text.part, reading: reader.db.payload))
                    try file.write(filled)
                }
            }
        }
        json.endObject()
        if json.bytes.count > 65_536 { try file.write(json.drain()) }
        return start
    }
}

extension JSONWriter {
    package mutating func value(_ evidence: [MatchEvidence]) {
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

/// Counts and names of a company over all its sources.
private struct CompanySummary {
    private var counts: [String: (items: Int, messages: Int)] = [:]
    private var people: Set<String> = []

    mutating func add(_ item: SnapshotItem) {
        counts[item.section, default: (0, 0)].items += 1
        counts[item.section, default: (0, 0)].messages += item.messageCount
        people.formUnion(item.people)
    }

    func write(
        into json: inout JSONWriter, sections: [SnapshotContent.Section], _ company: CompanyRow
    ) {
        json.key("counts")
        json.beginObject()
        for section in sections {
            json.key(named: section.section.key)
            json.value(counts[section.section.key]?.items ?? 0)
        }
        json.key("messages")
        json.value(
            ["slack_channels", "telegram_chats"].reduce(0) { $0 + (counts[$1]?.messages ?? 0) })
        json.endObject()
        json.key("first_activity")
        json.value(moment: company.firstActivity)
        json.key("last_activity")
        json.value(moment: company.lastActivity?.time)
        json.key("people_count")
        json.value(people.count)
        json.key("people")
        json.value(people.sorted())
    }
}
