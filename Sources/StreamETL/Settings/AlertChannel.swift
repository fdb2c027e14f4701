/// Where alerts are sent: `NAME=KIND:TARGET`.
public struct AlertChannel: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// An URL that takes what Alertmanager sends.
        case webhook
        /// An URL that takes what Slack's incoming webhooks take.
        case slack
        /// An e-mail address.
        case sendmail
        /// An absolute path of a program and its arguments, separated by spaces.
        case command
    }

    public let name: String
    public let kind: Kind
    /// May hold a secret: URLs of webhooks do.
    public let target: String

    static let expected =
        "NAME=webhook:URL, NAME=slack:URL, NAME=sendmail:ADDRESS or NAME=command:/PATH ARGUMENTS"

    package init?(_ text: String) {
        let sides = text.split(separator: "=", maxSplits: 1)
        guard sides.count == 2, Self.isName(sides[0]) else { return nil }
        let parts = sides[1].split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])),
            parts[1].unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { return nil }
        name = String(sides[0])
        self.kind = kind
        target = String(parts[1])
        guard isTargetUsable else { return nil }
    }

    /// Without the target, so that no listing of settings shows a secret.
    public var maskedText: String { "\(name)=\(kind.rawValue):…" }

    private var isTargetUsable: Bool {
        switch kind {
        case .webhook, .slack:
            ["http://", "https://"].contains { target.hasPrefix($0) && target.utf8.count > $0.utf8.count }
                && !target.contains(" ")
        case .sendmail: target.split(separator: "@").count == 2 && !target.contains(" ")
        case .command: target.hasPrefix("/")
        }
    }

    private static func isName(_ text: Substring) -> Bool {
        text.utf8.count <= 64
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0)
                    || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            }
    }
}
