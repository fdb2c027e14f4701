package import ETLModel

/// Which messages of all exports' pages a conversation has, in order, without their texts.
///
/// If several pages state a message, the last one counts, deletions and edits included. Pages that meet no other in
/// time are taken whole, as most days are. Only where pages meet are their indexes read, message by message:
///
///     export of May     1 May ──── 2 May ──── 31 May
///     export of June                          31 May ──── 1 June
///     read              whole      whole      merged      whole
///
/// Memory then holds a few words for each message of the pages that meet.
package struct SlackTimeline {
    /// Messages that follow one another on a page.
    package struct Run {
        /// An index of ``SlackTimeline/pages``.
        package let page: Int
        /// In the page's text.
        package var range: Range<Int>

        package init(page: Int, range: Range<Int>) {
            self.page = page
            self.range = range
        }
    }

    /// Pages with messages or deletions; later ones overrule.
    package let pages: [SlackPage]
    private(set) var runs: [Run] = []
    package private(set) var messageCount = 0
    package private(set) var serviceCount = 0
    /// Microseconds since 1970.
    package private(set) var first: Int64?
    package private(set) var last: Int64?
    /// The authors and their regular messages, with times in microseconds.
    private(set) var speakers: [SlackSpeaker: MessageShare] = [:]
    /// Regular messages.
    package private(set) var weeks = WeekCounts()
    /// The authors' names as messages state them, by user id; the latest of several.
    private(set) var profileNames: [String: String] = [:]

    /// - Parameter pages: Later ones overrule.
    package init(_ pages: [SlackPage], reading parts: any PartReader) throws {
        self.pages = Self.withoutRepetitions(pages)
        var group: [Int] = []
        var end = Int64.min
        let inOrder = self.pages.indices.sorted { start(of: $0) < start(of: $1) }
        for page in inOrder {
            guard let times = self.pages[page].heading.times else { continue }
            if !group.isEmpty, times.lowerBound > end {
                try add(group, reading: parts)
                group.removeAll(keepingCapacity: true)
            }
            group.append(page)
            end = max(end, times.upperBound)
        }
        try add(group, reading: parts)
    }

    private func start(of page: Int) -> Int64 { pages[page].heading.times?.lowerBound ?? .min }

    /// Equal days of several exports are one contribution. It is taken at its last place.
    private static func withoutRepetitions(_ pages: [SlackPage]) -> [SlackPage] {
        var seen: Set<Int64> = []
        return pages.reversed().filter { $0.heading.times != nil && seen.insert($0.part).inserted }.reversed()
    }

    private mutating func add(_ group: [Int], reading parts: any PartReader) throws {
        if group.count == 1, pages[group[0]].heading.isCounted {
            addWhole(group[0])
        } else if !group.isEmpty {
            try unite(group.sorted(), reading: parts)
        }
    }

    private mutating func addWhole(_ page: Int) {
        let heading = pages[page].heading
        guard let times = heading.messageTimes else { return }
        first = first ?? times.lowerBound
        last = times.upperBound
        runs.append(Run(page: page, range: 0..<heading.textByteCount))
        weeks.add(heading.weeks)
        let ordered =
            heading.speakers.count > 1 ? heading.speakers.sorted { $0.last < $1.last } : heading.speakers
        for speaker in ordered where speaker.regularCount + speaker.serviceCount > 0 {
            messageCount += speaker.regularCount + speaker.serviceCount
            serviceCount += speaker.serviceCount
            note(speaker.speaker, speaker.regularCount, speaker.regularTimes)
        }
    }

    /// - Parameters:
    ///   - count: Regular messages. - times: Theirs.
    private mutating func note(_ speaker: SlackSpeaker, _ count: Int, _ times: ClosedRange<Int64>?) {
        speakers[speaker, default: MessageShare()].add(count: count, times)
        if speaker.botID == nil, let user = speaker.user, let name = speaker.ownName {
            profileNames[user] = name
        }
    }

    // MARK: Pages that meet

    /// An entry of one of several pages.
    private struct Place {
        let time: Int64
        let edited: Int64
        let page: Int32
        let start: UInt32
        let byteCount: UInt32
        /// Number of the author on the page and whether it is a service message; none: a deletion.
        let author: Int32

        init(_ entry: SlackPageEntry, page: Int) throws(ByteReader.Corruption) {
            guard let start = UInt32(exactly: entry.range.lowerBound),
                let byteCount = UInt32(exactly: entry.range.count),
                let author = Int32(exactly: entry.speaker.map { $0 << 1 | (entry.isService ? 1 : 0) } ?? -1)
            else { throw ByteReader.Corruption() }
            time = entry.time
            edited = entry.edited
            self.page = Int32(page)
            self.start = start
            self.byteCount = byteCount
            self.author = author
        }

        /// Whether this counts and not what an earlier page says, which may have been edited later.
        func overrules(_ earlier: Place) -> Bool {
            author < 0 || earlier.author < 0 || edited >= earlier.edited
        }

        var range: Range<Int> { Int(start)..<(Int(start) + Int(byteCount)) }
    }

    /// - Parameter group: Ascending.
    private mutating func unite(_ group: [Int], reading parts: any PartReader) throws {
        var places: [Place] = []
        for page in group {
            let payload = try parts.payload(of: pages[page].part)
            for entry in try SlackPageEntry.decode(payload, of: pages[page].heading) {
                places.append(try Place(entry, page: page))
            }
        }
        // A page has one entry of a time.
        places.sort { ($0.time, $0.page) < ($1.time, $1.page) }
        var current: Place?
        for place in places {
            if let known = current, known.time == place.time {
                if place.overrules(known) { current = place }
            } else {
                add(current)
                current = place
            }
        }
        add(current)
    }

    private mutating func add(_ place: Place?) {
        guard let place, place.author >= 0 else { return }
        first = first ?? place.time
        last = place.time
        messageCount += 1
        let isService = place.author & 1 != 0
        if isService { serviceCount += 1 }
        let page = Int(place.page)
        if !isService { weeks.add(time: place.time / 1_000_000) }
        note(
            pages[page].heading.speakers[Int(place.author) >> 1].speaker, isService ? 0 : 1,
            isService ? nil : place.time...place.time)
        if let last = runs.last, last.page == page, last.range.upperBound == place.range.lowerBound {
            runs[runs.count - 1].range = last.range.lowerBound..<place.range.upperBound
        } else {
            runs.append(Run(page: page, range: place.range))
        }
    }
}
