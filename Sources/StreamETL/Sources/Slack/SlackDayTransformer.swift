import ETLFormats
package import ETLModel

/// Reads `CHANNEL/YYYY-MM-DD.json`: an array of a channel's messages of one day.
package struct SlackDayTransformer: Transformer {
    package let limits: InputLimits

    package init(limits: InputLimits = InputLimits()) { self.limits = limits }

    package var source: Source { .slack }
    package var identity: String { "slack-day/7" }

    package func claims(_ probe: FileProbe) -> Bool {
        guard Self.isDayName(probe.path.name) else { return false }
        let head = JSONHead(probe.head)
        return head.opens == UInt8(ascii: "[")
            && (head.isEmptyArray || ["ts", "type", "user", "text", "subtype"].contains(where: head.names))
            || (head.opens == UInt8(ascii: "{")
                && (head.isEmptyObject || head.names("ts") || head.names("ok")))
            || probe.byteCount == 0
    }

    package func transform(_ file: SettledFile, emit: (Contribution) async throws -> Void) async throws {
        var pages = SlackDayPages(limits: limits)
        try await JSONArrayReader(file: file, limits: limits, rule: "slack.day").forEachPiece { piece in
            for entry in piece.root.eachElement {
                if let page = pages.add(entry) { try await emit(page) }
            }
        }
        for page in pages.finish() { try await emit(page) }
    }

    /// `2024-05-02.json`
    static func isDayName(_ name: ArraySlice<UInt8>) -> Bool {
        guard name.count == 15, name.suffix(5).elementsEqual(".json".utf8) else { return false }
        return zip(name, "dddd-dd-dd".utf8).allSatisfy { byte, shape in
            shape == UInt8(ascii: "-") ? byte == shape : (0x30...0x39).contains(byte)
        }
    }
}
