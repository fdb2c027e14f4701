import ETLFormats
import ETLModel

/// Rich text as the markup that Slack's `text` would have of it; its text is not escaped in the export.
enum SlackRichText {
    /// The elements of a section, a list's item, a quote or a piece of code, one after the other.
    static func markup(of section: JSONValue) -> String {
        var markup = ""
        for element in section.member("elements")?.elements ?? [] { markup += self.element(element) }
        return markup
    }

    static func link(to address: String, label: String?) -> String {
        // The first bar ends the address.
        let target = escaped(address).split(separator: "|", omittingEmptySubsequences: false)
            .joined(separator: "%7C")
        guard let label, !label.isEmpty, label != escaped(address) else { return "<\(target)>" }
        return "<\(target)|\(label)>"
    }

    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return withoutBrackets(text) }
        return withoutBrackets(replacing(UInt8(ascii: "&"), with: "&amp;", in: text))
    }

    static func withoutBrackets(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }) else {
            return text
        }
        return replacing(
            UInt8(ascii: ">"), with: "&gt;", in: replacing(UInt8(ascii: "<"), with: "&lt;", in: text))
    }

    private static func element(_ element: JSONValue) -> String {
        func id(_ name: StaticString) -> String { element.member(name)?.string ?? "" }
        switch element.member("type")?.string {
        case "link": return link(to: id("url"), label: element.member("text")?.string.map(escaped))
        case "user": return "<@\(id("user_id"))>"
        case "channel": return "<#\(id("channel_id"))>"
        case "usergroup": return "<!subteam^\(id("usergroup_id"))>"
        case "broadcast": return "<!\(id("range"))>"
        case "team": return escaped(id("team_id"))
        case "color": return escaped(id("value"))
        case "emoji":
            let tone = element.member("skin_tone")?.integer.map { ":skin-tone-\($0):" } ?? ""
            return ":\(escaped(id("name"))):\(tone)"
        case "date":
            let moment = element.member("timestamp")?.integer ?? 0
            let shown = element.member("fallback")?.string ?? UTCTime.text(moment)
            return "<!date^\(moment)|\(escaped(shown))>"
        default: return escaped(id("text"))
        }
    }

    private static func replacing(_ byte: UInt8, with text: String, in whole: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(whole.utf8.count + 16)
        for other in whole.utf8 {
            if other == byte { result += text.utf8 } else { result.append(other) }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
