import Foundation
import Testing

@testable import ETLMatching
@testable import ETLModel
@testable import ETLPipeline
@testable import ETLRendering
@testable import ETLStore
@testable import ETLTelegram
@testable import ETLWatching

/// Files of an imagined drop directory, read and assembled as the engine does it.
struct TelegramDrop: PartReader {
    private var payloads: [[UInt8]] = []
    private var parts: [(placement: Placement, part: Part)] = []
    private let assembler = TelegramAssembler()
    /// How often a payload was read.
    private let reads = Counter()

    final class Counter {
        var count = 0
    }

    var readCount: Int { reads.count }

    mutating func add(
        _ path: String, _ text: String, zone: TelegramZone = .utc
    ) async throws {
        try await add(path, Array(text.utf8), by: TelegramHTMLTransformer(zone: zone))
    }

    mutating func add(_ path: String, _ bytes: [UInt8], by transformer: any Transformer) async throws {
        for contribution in try await telegramContributions(path, bytes, by: transformer) {
            add(path, contribution)
        }
    }

    mutating func add(_ path: String, _ contribution: Contribution) {
        let path = DropPath(drop: 0, path: RelativePath(path))
        let head = ContributionHead(
            kind: contribution.kind, unit: contribution.unit, heading: contribution.heading)
        payloads.append(contribution.payload)
        parts.append(
            (
                assembler.placement(of: head, at: path),
                Part(
                    id: Int64(payloads.count - 1), path: path, kind: head.kind, unit: head.unit,
                    heading: head.heading, payloadByteCount: contribution.payload.count)
            ))
    }

    func payload(of part: Int64) throws -> [UInt8] {
        reads.count += 1
        return payloads[Int(part)]
    }

    func context(at scope: DropPath) throws -> [Part] {
        parts.filter { $0.placement.unit == nil && $0.placement.scope == scope }.map(\.part)
    }

    func items() throws -> [AssembledItem] {
        let placed = Dictionary(grouping: parts.filter { $0.placement.unit != nil }) { $0.placement }
        let units = placed.map { placement, parts in
            AssemblyUnit(
                key: placement.unit ?? "", scope: placement.scope,
                parts: parts.map(\.part).sorted {
                    $0.path != $1.path ? $0.path < $1.path : $0.id < $1.id
                })
        }.sorted { $0.key < $1.key }
        let groups = Dictionary(grouping: try units.map { ($0, try assembler.group(of: $0, reading: self)) })
        {
            $0.1
        }
        return try groups.sorted { $0.key < $1.key }.flatMap { group, units in
            try assembler.assemble(group: group, units: units.map(\.0), asOf: 0, reading: self).items
        }
    }

    /// The chats as objects of the unified JSON.
    func chats() throws -> [[String: Any]] {
        try items().map { item in
            let members = try object(Array("{".utf8) + item.members + Array("}".utf8))
            return members.merging(["data": try object(data(of: item))]) { $1 }
        }
    }

    func data(of item: AssembledItem) -> [UInt8] {
        item.data.flatMap { segment -> [UInt8] in
            switch segment {
            case .bytes(let bytes): bytes
            case .payload(let part, let byteCount): Array(payloads[Int(part)].prefix(byteCount))
            case .filled(let text): Array(payloads[Int(text.part)][text.range])
            }
        }
    }

    private func object(_ json: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
    }
}

func telegramContributions(
    _ path: String, _ bytes: [UInt8], by transformer: any Transformer
) async throws -> [Contribution] {
    var contributions: [Contribution] = []
    try await transformer.transform(SettledFile(path: RelativePath(path), bytes: bytes)) {
        contributions.append($0)
    }
    // Whatever a test is about: both readers of pages must agree.
    if let pages = transformer as? TelegramHTMLTransformer, let scanned = pages.scanned(bytes) {
        #expect(try scanned == pages.parsed(bytes))
    }
    return contributions
}

/// The messages of a page, as objects of the unified JSON.
func telegramMessages(_ html: String, zone: TelegramZone = .utc) async throws -> [[String: Any]] {
    var drop = TelegramDrop()
    try await drop.add("c/messages.html", html, zone: zone)
    return try #require(try drop.chats().first).messages
}

extension [String: Any] {
    var messages: [[String: Any]] {
        ((self["data"] as? [String: Any])?["messages"] as? [[String: Any]]) ?? []
    }
    func text(_ key: String) -> String? { self[key] as? String }
    func number(_ key: String) -> Int? { self[key] as? Int }
    func object(_ key: String) -> [String: Any]? { self[key] as? [String: Any] }
    var texts: [String] { messages.compactMap { $0.text("text") } }
    var authors: [String?] { messages.map { $0.text("author") } }
}

/// Pages as Telegram Desktop writes them.
enum TelegramHTML {
    static func page(_ name: String, _ messages: String...) -> String {
        page(name, messages)
    }

    static func page(_ name: String, _ messages: [String]) -> String {
        """
        <!DOCTYPE html>
        <html>

         <head>

          <meta charset="utf-8"/>
        <title>Exported Data</title>
          <meta content="width=device-width, initial-scale=1.0" name="viewport"/>

          <link href="css/style.css" rel="stylesheet"/>

          <script src="js/script.js" type="text/javascript">

          </script>

         </head>

         <body onload="CheckLocation();">

          <div class="page_wrap">

           <div class="page_header">

            <div class="content">

             <div class="text bold">
        \(name)
             </div>

            </div>

           </div>

           <div class="page_body chat_page">

            <div class="history">

        \(messages.joined())
            </div>

           </div>

          </div>

         </body>

        </html>
        """
    }

    static func service(_ id: Int, _ text: String) -> String {
        """
             <div class="message service" id="message\(id)">

              <div class="body details">
        \(text)
              </div>

             </div>

        """
    }

    static func message(
        _ id: Int, _ author: String?, _ text: String, at time: String = "24.09.2020 13:05:00 UTC+00:00",
        more: String = ""
    ) -> String {
        let name = author.map {
            """
                   <div class="from_name">
            \($0)
                   </div>

            """
        }
        return """
                 <div class="message default clearfix\(author == nil ? " joined" : "")" id="message\(id)">

                  <div class="body">

                   <div class="pull_right date details" title="\(time)">
            13:05
                   </div>

            \(name ?? "")
                   <div class="text">
            \(text)
                   </div>
            \(more)
                  </div>

                 </div>

            """
    }
}
