/// An element's name as far as a ``TelegramPageScanner`` must tell it from others, with libxml2's rules about
/// which elements end which (htmlStartClose and htmlEndPriority of HTMLparser.c, 2.9 to 2.13).
enum TelegramPageScannerName: UInt8, Sendable {
    case html
    case head
    case metadata
    case title
    case script
    case body
    /// Words in a line, which no rule is about.
    case flow
    /// Parts of a rich message, which no rule is about.
    case section
    case division
    case span
    case bold
    case underline
    case strike
    case anchor
    case pre
    case quotation
    case lineBreak
    case image
    case divider
    case paragraph
    case heading
    case list
    case orderedList
    case item
    case address
    case table
    case caption
    case tableBody
    case row
    case cell
    case headerCell

    /// Whether the element has no content and no end tag.
    var isVoid: Bool {
        switch self {
        case .lineBreak, .image, .metadata, .divider: true
        default: false
        }
    }

    var set: TelegramPageScannerNames { TelegramPageScannerNames(rawValue: 1 << rawValue) }

    /// Elements that end where this one starts, if they are the innermost.
    var closes: TelegramPageScannerNames { Self.closing[Int(rawValue)] }

    /// An end tag passes no element of greater weight.
    var weight: UInt8 {
        switch self {
        case .division: 150
        case .cell, .headerCell: 160
        case .row: 170
        case .tableBody: 180
        case .table: 190
        case .head, .body: 200
        case .html: 220
        default: 100
        }
    }

    /// How a rich message shows the element.
    var kind: TelegramElement.Name {
        switch self {
        case .lineBreak: .lineBreak
        case .anchor: .anchor
        case .cell, .headerCell: .cell
        case .span, .bold, .underline, .strike, .flow, .image: .inline
        default: .block
        }
    }

    private static let closing: [TelegramPageScannerNames] = (0...headerCell.rawValue).map { value in
        switch TelegramPageScannerName(rawValue: value) {
        case .anchor: [.anchor]
        case .table: [.anchor, .heading, .paragraph, .pre]
        case .cell, .headerCell:
            [.anchor, .bold, .paragraph, .span, .cell, .headerCell, .underline]
        case .item: [.address, .heading, .item, .paragraph, .pre]
        case .list: [.address, .orderedList, .paragraph, .pre]
        case .orderedList, .address, .pre: [.paragraph, .list]
        case .paragraph: [.bold, .heading, .paragraph, .strike, .underline]
        case .tableBody: [.caption, .paragraph, .tableBody, .cell, .headerCell, .row]
        case .row: [.caption, .paragraph, .cell, .headerCell, .row]
        case .quotation, .division, .heading, .divider, .caption: [.paragraph]
        default: []
        }
    }
}

struct TelegramPageScannerNames: OptionSet, Sendable {
    let rawValue: UInt32

    static let anchor = TelegramPageScannerName.anchor.set
    static let heading = TelegramPageScannerName.heading.set
    static let paragraph = TelegramPageScannerName.paragraph.set
    static let pre = TelegramPageScannerName.pre.set
    static let bold = TelegramPageScannerName.bold.set
    static let span = TelegramPageScannerName.span.set
    static let cell = TelegramPageScannerName.cell.set
    static let headerCell = TelegramPageScannerName.headerCell.set
    static let underline = TelegramPageScannerName.underline.set
    static let strike = TelegramPageScannerName.strike.set
    static let address = TelegramPageScannerName.address.set
    static let item = TelegramPageScannerName.item.set
    static let list = TelegramPageScannerName.list.set
    static let orderedList = TelegramPageScannerName.orderedList.set
    static let tableBody = TelegramPageScannerName.tableBody.set
    static let row = TelegramPageScannerName.row.set
    static let caption = TelegramPageScannerName.caption.set
}

extension TelegramPageScannerName {
    /// The element of that name, if the exporter writes it.
    static func known(_ page: UnsafeRawBufferPointer, _ range: Range<Int>) -> Self? {
        names.first { text, _ in
            text.utf8CodeUnitCount == range.count && page.end(of: text, at: range.lowerBound) != nil
        }?.1
    }

    /// How a rich message shows the element of that name.
    static func kind(of name: UnsafeRawBufferPointer) -> TelegramElement.Name {
        known(name, 0..<name.count)?.kind ?? .inline
    }

    /// The element of that name; `nil` for one that the exporter does not write and HTML has rules about.
    static func named(_ page: UnsafeRawBufferPointer, _ range: Range<Int>) -> Self? {
        if let known = known(page, range) { return known }
        guard (1...40).contains(range.count), page[range].allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }),
            !TelegramHTMLTables.knowsElement(page[range])
        else { return nil }
        return .flow
    }

    private static let names: [(StaticString, Self)] = [
        ("div", .division), ("a", .anchor), ("br", .lineBreak), ("span", .span), ("img", .image),
        ("strong", .flow), ("em", .flow), ("code", .flow), ("u", .underline), ("s", .strike), ("pre", .pre),
        ("blockquote", .quotation), ("td", .cell), ("tr", .row), ("table", .table), ("tbody", .tableBody),
        ("b", .bold), ("p", .paragraph), ("li", .item), ("ul", .list), ("ol", .orderedList), ("hr", .divider),
        ("h1", .heading), ("h2", .heading), ("h3", .heading), ("h4", .heading), ("h5", .heading),
        ("h6", .heading), ("th", .headerCell), ("caption", .caption), ("sub", .flow), ("sup", .flow),
        ("del", .flow), ("figure", .section), ("figcaption", .section), ("section", .section),
        ("article", .section), ("aside", .section), ("footer", .section), ("details", .section),
        ("summary", .section), ("cite", .section), ("address", .address), ("html", .html), ("head", .head),
        ("meta", .metadata), ("link", .metadata), ("title", .title), ("script", .script), ("body", .body),
    ]
}
