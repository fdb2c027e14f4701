/// The messages' JSON as pieces of the stored pages, and the names that fill it.
struct SlackTexts {
    /// A conversation with less of it is put together at once: to look for every day again would take longer.
    private static let leastByteCount = 256 << 10

    private var texts: [FilledText] = []
    private var byteCount = 0

    init(of timeline: SlackTimeline, names: SlackNames, reading parts: any PartReader) throws {
        var recent = RecentPayloads()
        // Of a page of which only some is taken.
        var fillings: [Int: TextFillings] = [:]
        for (index, run) in timeline.runs.enumerated() {
            let page = timeline.pages[run.page]
            let isWhole = run.range.count == page.heading.textByteCount
            let filling = fillings[run.page] ?? names.fillings(of: page.heading)
            if !isWhole { fillings[run.page] = filling }
            // No comma before the first message.
            let range = index == 0 ? (run.range.lowerBound + 1)..<run.range.upperBound : run.range
            let byteCount =
                if isWhole {
                    try page.heading.byteCount(filledWith: filling) - (index == 0 ? 1 : 0)
                } else {
                    try FilledText.byteCount(
                        of: range, in: try recent.payload(of: page.part, reading: parts.payload),
                        filledWith: filling)
                }
            texts.append(
                FilledText(part: page.part, range: range, byteCount: byteCount, fillings: filling))
            self.byteCount += byteCount
        }
    }

    func segments(
        between head: [UInt8], and tail: [UInt8], reading parts: any PartReader
    ) throws -> [AssembledItem.Segment] {
        guard byteCount < Self.leastByteCount else {
            return [.bytes(head)] + texts.map { .filled($0) } + [.bytes(tail)]
        }
        var bytes = head
        bytes.reserveCapacity(head.count + byteCount + tail.count)
        var recent = RecentPayloads()
        for text in texts {
            try text.append(
                to: &bytes, from: try recent.payload(of: text.part, reading: parts.payload))
        }
        bytes += tail
        return [.bytes(bytes)]
    }
}

extension SlackNames {
    /// What the holes of a page's text hold.
    fileprivate func fillings(of heading: SlackPageHeading) -> TextFillings {
        var fillings = TextFillings()
        for hole in heading.holes {
            switch hole {
            case .author(let speaker):
                var json = JSONWriter(reserving: 32)
                json.value(name(of: heading.speakers[speaker].speaker))
                fillings.append(json.bytes)
            case .bot(let speaker):
                let speaker = heading.speakers[speaker].speaker
                let isBot = speaker.isBot(speaker.user.flatMap { user($0) })
                fillings.append(isBot ? Self.botMember : [])
            case .user(let id, let otherwise):
                fillings.append(JSONWriter.escaped(utf8: Array((name(ofUser: id) ?? otherwise).utf8)))
            case .channel(let id, let otherwise):
                fillings.append(JSONWriter.escaped(utf8: Array((name(ofChannel: id) ?? otherwise).utf8)))
            }
        }
        return fillings
    }

    private static let botMember = Array(#","is_bot":true"#.utf8)
}
