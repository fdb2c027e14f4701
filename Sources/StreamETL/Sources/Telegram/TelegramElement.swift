/// A start tag of a message page, reduced to what the reader acts on.
package struct TelegramElement: Sendable {
    package enum Name: Sendable {
        case lineBreak
        case anchor
        /// Words in a line.
        case inline
        /// What stands on lines of its own in a rich message.
        case block
        /// A cell of a rich message's table.
        case cell
    }

    package var name = Name.inline
    var classes: TelegramClasses = []
    /// `X` of a class `media_X` that ``TelegramClasses`` has no member for.
    var mediaKind: TelegramMediaName?
    /// Number in `id="message12"`.
    package var messageID: Int64?
    /// Number in `href="…#go_to_message12"`.
    var replyTarget: Int64?
    /// Whether the element is a date with a `title`.
    package var isDate = false
    /// What `title` says where the element is a date, unless that is no time.
    package var stamp: TelegramStamp?

    /// The ``TelegramMedia/kind`` of a media block; `nil` for any other element.
    var kindOfMedia: String? {
        if let mediaKind { return mediaKind.text }
        guard !classes.isDisjoint(with: .previews) else { return nil }
        if classes.contains(.photo) { return "photo" }
        if classes.contains(.video) { return "video" }
        if classes.contains(.animation) { return "animation" }
        if classes.contains(.sticker) { return "sticker" }
        return classes.contains(.poll) ? "poll" : "giveaway"
    }
}

/// The CSS classes that carry meaning in Telegram Desktop's message pages (4.15.1 and others).
struct TelegramClasses: OptionSet, Hashable, Sendable {
    let rawValue: UInt64

    static let message = Self(rawValue: 1 << 0)
    static let service = Self(rawValue: 1 << 1)
    static let joined = Self(rawValue: 1 << 2)
    static let body = Self(rawValue: 1 << 3)
    static let details = Self(rawValue: 1 << 4)
    static let date = Self(rawValue: 1 << 5)
    static let fromName = Self(rawValue: 1 << 6)
    static let text = Self(rawValue: 1 << 7)
    static let bold = Self(rawValue: 1 << 8)
    static let forwarded = Self(rawValue: 1 << 9)
    static let replyTo = Self(rawValue: 1 << 10)
    static let signature = Self(rawValue: 1 << 11)
    static let mediaWrap = Self(rawValue: 1 << 12)
    static let title = Self(rawValue: 1 << 13)
    static let description = Self(rawValue: 1 << 14)
    static let status = Self(rawValue: 1 << 15)
    static let reactions = Self(rawValue: 1 << 16)
    static let reaction = Self(rawValue: 1 << 17)
    static let emoji = Self(rawValue: 1 << 18)
    static let count = Self(rawValue: 1 << 19)
    static let userpic = Self(rawValue: 1 << 20)
    static let pageHeader = Self(rawValue: 1 << 21)
    static let buttons = Self(rawValue: 1 << 22)
    static let question = Self(rawValue: 1 << 23)
    static let answer = Self(rawValue: 1 << 24)
    static let total = Self(rawValue: 1 << 25)
    static let sectionTitle = Self(rawValue: 1 << 26)
    static let sectionBody = Self(rawValue: 1 << 27)
    static let duration = Self(rawValue: 1 << 28)
    static let photo = Self(rawValue: 1 << 29)
    static let video = Self(rawValue: 1 << 30)
    static let animation = Self(rawValue: 1 << 31)
    static let sticker = Self(rawValue: 1 << 32)
    static let poll = Self(rawValue: 1 << 33)
    static let giveaway = Self(rawValue: 1 << 34)
    static let richMessage = Self(rawValue: 1 << 35)
    /// What stands before an item of a list: a number, a box with or without a mark.
    static let itemMark = Self(rawValue: 1 << 36)

    /// Media that are not shown as a line with a title.
    static let previews: Self = [.photo, .video, .animation, .sticker, .poll, .giveaway]
}

extension TelegramClasses {
    /// The class of that name, if it is one of these.
    init?(named name: some Collection<UInt8>) {
        let found = Self.names.first { known, _ in
            known.utf8CodeUnitCount == name.count && known.withUTF8Buffer { $0.elementsEqual(name) }
        }
        guard let found else { return nil }
        self = found.1
    }

    private static let names: [(StaticString, Self)] = [
        ("message", .message), ("service", .service), ("joined", .joined), ("body", .body),
        ("details", .details), ("date", .date), ("from_name", .fromName), ("text", .text), ("bold", .bold),
        ("forwarded", .forwarded), ("reply_to", .replyTo), ("signature", .signature),
        ("media_wrap", .mediaWrap), ("title", .title), ("description", .description), ("status", .status),
        ("reactions", .reactions), ("reaction", .reaction), ("emoji", .emoji), ("count", .count),
        ("userpic", .userpic), ("page_header", .pageHeader), ("bot_buttons_table", .buttons),
        ("question", .question), ("answer", .answer), ("total", .total), ("section_title", .sectionTitle),
        ("section_body", .sectionBody), ("video_duration", .duration), ("photo_wrap", .photo),
        ("video_file_wrap", .video), ("animated_wrap", .animation), ("sticker_wrap", .sticker),
        ("media_poll", .poll), ("media_giveaway", .giveaway), ("rich_message", .richMessage),
        ("rich_task_marker", .itemMark), ("rich_order_marker", .itemMark),
    ]
}
