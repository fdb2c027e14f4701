import ETLModel
import ETLRendering

/// A chat as all its exports together show it: what is counted, and the messages' JSON.
struct TelegramChat {
    var regularCount = 0
    var serviceCount = 0
    var firstTime: Int64?
    var lastTime: Int64?
    var firstKey: Int64?
    /// Authors of regular messages, and what each wrote.
    var shares: [String: MessageShare] = [:]
    var weeks = WeekCounts()
    /// The messages, joined by commas.
    var messages: [AssembledItem.Segment] = []

    var messageCount: Int { regularCount + serviceCount }

    /// A chat of one export whose pages are in order: nothing is read.
    init(copying unit: TelegramChatUnit) {
        for page in unit.pages where page.heading.messageCount > 0 {
            let heading = page.heading
            regularCount += heading.regularCount
            serviceCount += heading.serviceCount
            note(heading.firstTime)
            note(heading.lastTime)
            for (author, share) in zip(heading.participants, heading.shares) {
                shares[author, default: MessageShare()].add(share)
            }
            weeks.add(heading.weeks)
            if !messages.isEmpty { messages.append(.bytes([UInt8(ascii: ",")])) }
            messages.append(.payload(of: page.part.id, byteCount: heading.messagesByteCount))
        }
        firstKey = unit.firstKey
    }

    /// Unites exports; of a message that several hold, the first one's version is taken, but another format's
    /// where that says more. What can be copied is not read.
    ///
    /// - Parameter exports: Newest first.
    init(uniting exports: [TelegramChatPages], reading parts: any PartReader) throws {
        let pages = exports.flatMap(\.pages)
        let ranks = exports.flatMap { export in export.pages.map { _ in export.rank } }
        var places: [Place] = []
        // The pages of one export have each message once.
        var known: [Int64: Int] = [:]
        for (page, content) in pages.enumerated() {
            for (index, entry) in content.index.entries.enumerated() {
                let place = Place(key: entry.key, page: page, entry: index)
                if exports.count > 1 {
                    if let other = known[entry.key] {
                        let first = places[other]
                        let isAsNew = ranks[page].isAsNew(as: ranks[first.page])
                        if content.saysMore(index, than: pages[first.page], first.entry, isAsNew: isAsNew) {
                            places[other] = place
                        }
                        continue
                    }
                    known[entry.key] = places.count
                }
                places.append(place)
            }
        }
        known = [:]
        places.sort { $0.key < $1.key }
        firstKey = places.first?.key
        var list = TelegramMessageList(reading: parts)
        for place in places {
            let page = pages[place.page]
            let entry = page.index.entries[place.entry]
            try list.append(entry, of: page)
            count(entry, on: page)
        }
        messages = list.finish()
    }

    private struct Place {
        var key: Int64
        var page: Int
        var entry: Int
    }

    private mutating func count(_ entry: MessagePage.Entry, on page: TelegramChatPages.Page) {
        if entry.isService {
            serviceCount += 1
        } else {
            regularCount += 1
            let time = entry.time == TelegramPageBuilder.noTime ? nil : entry.time
            if let time { weeks.add(time: time) }
            if let author = page.author(of: entry) {
                shares[author, default: MessageShare()].add(time: time, key: entry.key)
            }
        }
        if entry.time != TelegramPageBuilder.noTime { note(entry.time) }
    }

    private mutating func note(_ time: Int64?) {
        guard let time else { return }
        firstTime = min(firstTime ?? time, time)
        lastTime = max(lastTime ?? time, time)
    }
}

extension TelegramChatPages.Page {
    /// Whether a message of this page says more than the same one of another format.
    ///
    /// - Parameter isAsNew: Whether both were exported together; else only what says nothing at all is less.
    fileprivate func saysMore(
        _ entry: Int, than other: Self, _ otherEntry: Int, isAsNew: Bool
    ) -> Bool {
        guard heading.exporter != other.heading.exporter, !index.entries[entry].isService,
            weights.indices.contains(entry), other.weights.indices.contains(otherEntry)
        else { return false }
        let weight = other.weights[otherEntry]
        return weights[entry] > weight && (isAsNew || weight == 0)
    }
}
