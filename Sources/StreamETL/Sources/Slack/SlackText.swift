/// Slack's markup as the text that people saw.
///
/// Tokens `<…>` come first and are split at their first bar; only then `&amp;`, `&lt;` and `&gt;` are
/// taken back, once.
package enum SlackText {
    package enum Piece {
        /// UTF-8, with nothing to take back any more.
        case text([UInt8])
        /// The name of who is mentioned; the label is what the mention itself calls them.
        case user(id: String, label: String?)
        case channel(id: String, label: String?)
    }

    static func hasMarkup(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }
    }

    /// The text without what lists tell: people and channels are called as the markup does, or by their id.
    package static func plain(_ markup: String) -> String {
        guard hasMarkup(markup) else { return markup }
        return pieces(of: markup).map { piece in
            switch piece {
            case .text(let bytes): String(decoding: bytes, as: UTF8.self)
            case .user(let id, let label), .channel(let id, let label): label ?? id
            }
        }.joined()
    }

    package static func pieces(of markup: String) -> [Piece] {
        let bytes = Array(markup.utf8)
        var pieces: [Piece] = []
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<"), let token = Self.token(in: bytes[(index + 1)...]) {
                switch piece(ofToken: token, after: &result) {
                case let name?:
                    pieces.append(.text(result))
                    pieces.append(name)
                    result.removeAll()
                case nil: break
                }
                index = token.endIndex + 1
            } else if bytes[index] == UInt8(ascii: "&"),
                let (entity, character) = Self.entities.first(where: { bytes[index...].starts(with: $0.0) })
            {
                result.append(character)
                index += entity.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        pieces.append(.text(result))
        return pieces
    }

    /// Up to the bracket that closes it. Apps write brackets that are none of Slack's.
    private static func token(in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let first = bytes.first, first > 0x20,
            let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }),
            bytes[end] == UInt8(ascii: ">"), end > bytes.startIndex
        else { return nil }
        return bytes[..<end]
    }

    /// Appends what the token says to `text`, but for a name, which is another piece.
    private static func piece(ofToken token: ArraySlice<UInt8>, after text: inout [UInt8]) -> Piece? {
        let parts = token.split(separator: UInt8(ascii: "|"), maxSplits: 1, omittingEmptySubsequences: false)
        let target = String(decoding: parts.first ?? [], as: UTF8.self)
        let label = parts.count > 1 && !parts[1].isEmpty ? unescaped(parts[1]) : nil
        switch token.first {
        case UInt8(ascii: "@"):
            text.append(UInt8(ascii: "@"))
            return .user(id: String(target.dropFirst()), label: label)
        case UInt8(ascii: "#"):
            text.append(UInt8(ascii: "#"))
            return .channel(id: String(target.dropFirst()), label: label)
        case UInt8(ascii: "!"):
            text += command(target.dropFirst(), label: label).utf8
        default: text += link(to: unescaped(parts.first ?? []), label: label).utf8
        }
        return nil
    }

    private static func link(to address: String, label: String?) -> String {
        guard let label else {
            return address.hasPrefix("mailto:") ? String(address.dropFirst(7)) : address
        }
        return address == label || address == "mailto:" + label ? label : "\(label) (\(address))"
    }

    private static func command(_ name: Substring, label: String?) -> String {
        if name.hasPrefix("subteam^") || name.hasPrefix("date^") {
            return label ?? name.split(separator: "^").dropFirst().first.map { "@" + $0 } ?? ""
        }
        // Old exports label these with and without the sign.
        if ["here", "channel", "everyone", "group"].contains(name) { return "@" + name }
        return label ?? "@" + name
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.first {
            if byte == UInt8(ascii: "&"),
                let (entity, character) = entities.first(where: { rest.starts(with: $0.0) })
            {
                result.append(character)
                rest = rest.dropFirst(entity.count)
            } else {
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let entities: [([UInt8], UInt8)] = [
        (Array("&amp;".utf8), UInt8(ascii: "&")), (Array("&lt;".utf8), UInt8(ascii: "<")),
        (Array("&gt;".utf8), UInt8(ascii: ">")),
    ]
}
