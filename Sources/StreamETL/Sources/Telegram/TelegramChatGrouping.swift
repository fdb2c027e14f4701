import ETLModel
import ETLRendering

/// Finds which exports with one title are the same chat.
///
/// Equal chat ids say so, and so does one message with equal id and time (in UTC, or as printed, since
/// of two exports one may lack the zone). HTML prints no time for service lines: of an export that
/// holds nothing else, the day stands for the time, and between two pages of HTML the whole line
/// must agree. Of chats without messages those are the same that HTML and JSON of one folder state.
/// Chats with different ids are never united.
struct TelegramChatGrouping {
    private var parent: [Int]
    private var chatIDs: [Set<String>]

    /// - Returns: Indexes of `units` per chat; ascending, chats by their first unit.
    static func chats(
        of units: [TelegramChatUnit], pages: [TelegramChatPages], reading parts: any PartReader
    ) throws -> [[Int]] {
        if units.count == 1 { return [[0]] }
        var grouping = TelegramChatGrouping(units)
        grouping.uniteByChatID(units)
        // Two exports of one chat may be very long.
        if Set(units.indices.map(grouping.root)).count == 1 { return [Array(units.indices)] }
        grouping.uniteByTime(pages)
        try grouping.uniteByDay(units, pages, parts)
        grouping.uniteEmpty(units, pages)
        var chats: [Int: [Int]] = [:]
        for index in units.indices { chats[grouping.root(of: index), default: []].append(index) }
        return chats.values.sorted { $0[0] < $1[0] }
    }

    private init(_ units: [TelegramChatUnit]) {
        parent = Array(units.indices)
        chatIDs = units.map { $0.chatID.map { [$0] } ?? [] }
    }

    private func root(of index: Int) -> Int {
        var index = index
        while parent[index] != index { index = parent[index] }
        return index
    }

    private mutating func unite(_ first: Int, _ second: Int) {
        let roots = (root(of: first), root(of: second))
        guard roots.0 != roots.1 else { return }
        let ids = (chatIDs[roots.0], chatIDs[roots.1])
        guard ids.0.isEmpty || ids.1.isEmpty || !ids.0.isDisjoint(with: ids.1) else { return }
        let (keep, move) = (min(roots.0, roots.1), max(roots.0, roots.1))
        parent[move] = keep
        chatIDs[keep].formUnion(chatIDs[move])
    }

    private mutating func uniteByChatID(_ units: [TelegramChatUnit]) {
        var seen: [String: Int] = [:]
        for (index, unit) in units.enumerated() {
            guard let id = unit.chatID else { continue }
            if let other = seen[id] { unite(other, index) } else { seen[id] = index }
        }
    }

    private struct Moment: Hashable {
        let id: Int64
        let time: Int64
        let isWall: Bool
    }

    private mutating func uniteByTime(_ units: [TelegramChatPages]) {
        var seen: [Moment: Int] = [:]
        for (index, unit) in units.enumerated() {
            for entry in unit.timedEntries {
                for moment in [
                    Moment(id: entry.key, time: entry.time, isWall: false),
                    Moment(id: entry.key, time: entry.wall, isWall: true),
                ] {
                    if let other = seen[moment] { unite(other, index) } else { seen[moment] = index }
                }
            }
        }
    }

    private mutating func uniteByDay(
        _ units: [TelegramChatUnit], _ pages: [TelegramChatPages], _ parts: any PartReader
    ) throws {
        let timeless = pages.indices.filter { !pages[$0].timedEntries.contains { _ in true } }
        guard !timeless.isEmpty else { return }
        let lines = try pages.map { try $0.lines(reading: parts) }
        for index in timeless {
            for other in pages.indices where other != index {
                let isSameFormat = units[other].exporter == units[index].exporter
                let agrees = lines[index].contains { (id: Int64, mine: TelegramChatPages.Line) -> Bool in
                    guard let line = lines[other][id], mine.day == line.day else { return false }
                    return !isSameFormat || mine.hash == line.hash
                }
                if agrees { unite(index, other) }
            }
        }
    }

    private mutating func uniteEmpty(_ units: [TelegramChatUnit], _ pages: [TelegramChatPages]) {
        let empty = units.indices.filter { pages[$0].pages.allSatisfy(\.index.entries.isEmpty) }
        let stated = Dictionary(
            grouping: empty.filter { units[$0].exporter == .json }, by: { units[$0].directory })
        for index in empty where units[index].exporter == .html {
            if let same = stated[units[index].directory], same.count == 1 { unite(same[0], index) }
        }
    }
}

extension TelegramChatPages {
    fileprivate struct Line {
        let day: Int64
        /// Of the whole object.
        let hash: [UInt8]
    }

    fileprivate var timedEntries: some Sequence<MessagePage.Entry> {
        pages.lazy.flatMap(\.index.entries).filter { $0.time != TelegramPageBuilder.noTime }
    }

    /// Service messages whose day is known, by id.
    fileprivate func lines(reading parts: any PartReader) throws -> [Int64: Line] {
        var lines: [Int64: Line] = [:]
        for page in pages where page.heading.serviceCount > 0 {
            let payload = try parts.payload(of: page.part)
            for entry in page.index.entries
            where entry.isService && entry.wall != TelegramPageBuilder.noTime {
                lines[entry.key] = Line(
                    day: entry.wall >= 0 ? entry.wall / 86_400 : (entry.wall - 86_399) / 86_400,
                    hash: ContentHash.of(Array(payload[entry.offset..<(entry.offset + entry.byteCount)])))
            }
        }
        return lines
    }
}
