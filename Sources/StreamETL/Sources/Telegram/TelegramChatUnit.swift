import ETLModel

/// One export of one chat: the pages of a folder, or what `result.json` says of the chat.
struct TelegramChatUnit: Sendable {
    struct Page: Sendable {
        let part: Part
        let heading: TelegramPageHeading
    }

    let key: String
    let directory: DropPath
    /// In the chat's order.
    let pages: [Page]
    /// Newer exports have greater ranks.
    let rank: Rank

    init(_ unit: AssemblyUnit) throws {
        key = unit.key
        directory = unit.parts.first.map(Self.directory) ?? unit.scope
        pages = try unit.parts.map { part in
            Page(part: part, heading: try TelegramPageHeading(decoding: part.heading))
        }.enumerated().sorted { first, second in
            let numbers = (Self.number(of: first.element), Self.number(of: second.element))
            return numbers.0 != numbers.1 ? numbers.0 < numbers.1 : first.offset < second.offset
        }.map(\.element)
        rank = Rank(directory, pages)
    }

    private static func directory(of part: Part) -> DropPath {
        DropPath(drop: part.path.drop, path: part.path.path.parent)
    }

    /// Pages are numbered without leading zeros, so their names do not sort; pages with names of
    /// another kind follow.
    private static func number(of page: Page) -> Int {
        guard page.heading.exporter == .html else { return 0 }
        return TelegramPageName(page.part.path.path.name)?.number ?? Int.max
    }

    var exporter: TelegramPageHeading.Exporter { pages.first?.heading.exporter ?? .html }
    var chatID: String? { pages.lazy.compactMap(\.heading.chatID).first }
    var chatType: String? { pages.lazy.compactMap(\.heading.chatType).first }
    var firstKey: Int64? { pages.compactMap(\.heading.firstKey).min() }

    /// The whole name of the other person in a personal chat, else the chat's title.
    var title: String? {
        pages.lazy.compactMap(\.heading.partnerName).first
            ?? pages.lazy.compactMap(\.heading.chatName).first
    }

    static let personalType = "personal_chat"

    /// Whether the title is only the first name of the other person, who never wrote.
    var lacksWholeName: Bool {
        exporter == .json && chatType == Self.personalType
            && pages.allSatisfy { $0.heading.partnerName == nil }
    }

    /// Whether the pages can be written one after the other as they are.
    var isReady: Bool {
        isOrdered && pages.allSatisfy { !$0.heading.needsAuthor && $0.heading.isCounted }
    }

    /// Whether the messages follow one another on the pages as in the chat, each once.
    var isOrdered: Bool {
        var last = Int64.min
        for page in pages {
            guard page.heading.isOrdered else { return false }
            guard let first = page.heading.firstKey, let end = page.heading.lastKey else { continue }
            guard first > last else { return false }
            last = end
        }
        return true
    }

    /// Which of two exports is newer: by the date in the folder's name, or that of the last message
    /// where there is none; of one day the later number, then JSON, which says more than HTML; then
    /// the path decides, so that the order is total.
    struct Rank: Comparable, Sendable {
        private let time: Int64
        private let number: Int
        private let exporter: Int
        private let directory: DropPath

        init(_ directory: DropPath, _ pages: [Page]) {
            let lastTime = pages.compactMap(\.heading.lastTime).max() ?? .min
            let date = TelegramExportDate(directory.path)
            time = date.map { $0.day + 86_399 } ?? lastTime
            number = date?.number ?? 0
            exporter = pages.first?.heading.exporter.rawValue ?? 0
            self.directory = directory
        }

        /// Whether the two are as new as each other, as HTML and JSON of one export are.
        func isAsNew(as other: Self) -> Bool { time == other.time && number == other.number }

        static func < (lhs: Self, rhs: Self) -> Bool {
            let left = (lhs.time, lhs.number, lhs.exporter)
            let right = (rhs.time, rhs.number, rhs.exporter)
            return left != right ? left < right : lhs.directory < rhs.directory
        }
    }
}

/// The date in a folder's name: `DataExport_2024-05-01`, `ChatExport_2024-05-01 (2)`.
struct TelegramExportDate: Hashable, Sendable {
    /// Midnight, in seconds since 1970.
    let day: Int64
    /// The number in parentheses, of several exports on one day.
    let number: Int

    /// The date of the innermost folder that has one.
    init?(_ path: RelativePath) {
        let folders = path.bytes.split(separator: UInt8(ascii: "/"))
        guard let date = folders.reversed().lazy.compactMap(Self.init(folder:)).first else { return nil }
        self = date
    }

    private init?(folder: ArraySlice<UInt8>) {
        let isExport = folder.starts(with: "DataExport_".utf8) || folder.starts(with: "ChatExport_".utf8)
        guard isExport, folder.count >= 21 else { return nil }
        let text = Array(folder.dropFirst(11))
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = Self.number(text[0..<4]), let month = Self.number(text[5..<7]),
            let day = Self.number(text[8..<10]), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.day = UTCTime.seconds(year: year, month: month, day: day)
        let rest = text[10...]
        if rest.starts(with: " (".utf8), let end = rest.firstIndex(of: UInt8(ascii: ")")) {
            number = Self.number(rest[12..<end]) ?? 0
        } else {
            number = 0
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...9).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}
