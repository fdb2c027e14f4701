import ETLModel
import ETLRendering

/// The messages' JSON as pieces of the stored pages, and the names that fill it.
struct SlackTexts {
    /// A conversation with less of it is put together at once: to look for every day again would take longer.
    private static let leastByteCount = 256 << 10

    let timeline: SlackTimeline
    let names: SlackNames

    /// - Parameters:
    ///   - head: What stands before the messages. - tail: What stands behind them.
    func segments(
        between head: [UInt8], and tail: [UInt8], reading parts: any PartReader
    ) throws -> [AssembledItem.Segment] {
        var segments: [AssembledItem.Segment] = []
        // There may be very many, of exports whose messages take turns.
        segments.reserveCapacity(timeline.runs.count + 2)
        segments.append(.bytes(head))
        var byteCount = 0
        try forEachText(reading: parts) { text in
            byteCount += text.byteCount
            segments.append(.filled(text))
        }
        segments.append(.bytes(tail))
        guard byteCount < Self.leastByteCount else { return segments }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(head.count + byteCount + tail.count)
        var recent = RecentPayloads()
        for segment in segments {
            switch segment {
            case .bytes(let own): bytes += own
            case .filled(let text):
                try text.append(
                    to: &bytes, from: try recent.payload(of: text.part, reading: parts.payload))
            case .payload: break
            }
        }
        return [.bytes(bytes)]
    }

    private func forEachText(reading parts: any PartReader, _ body: (FilledText) -> Void) throws {
        var recent = RecentPayloads()
        // Of pages of which only some is taken.
        var known: [Int: TextFillings] = [:]
        for (index, run) in timeline.runs.enumerated() {
            let page = timeline.pages[run.page]
            let isWhole = run.range.count == page.heading.textByteCount
            let fillings = known[run.page] ?? names.fillings(of: page.heading)
            if !isWhole { known[run.page] = fillings }
            // No comma before the first message.
            let range = index == 0 ? (run.range.lowerBound + 1)..<run.range.upperBound : run.range
            let byteCount =
                if isWhole {
                    try page.heading.byteCount(filledWith: fillings) - (index == 0 ? 1 : 0)
                } else {
                    try FilledText.byteCount(
                        of: range, in: try recent.payload(of: page.part, reading: parts.payload),
                        filledWith: fillings)
                }
            body(FilledText(part: page.part, range: range, byteCount: byteCount, fillings: fillings))
        }
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
