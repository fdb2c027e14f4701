/// An e-mail address out of what a calendar, a CRM or a person calls one: `ann@acme.example`,
/// `Ann <ann@acme.example>`, `mailto:ann@acme.example?subject=Hello`.
enum EmailAddress {
    /// The address in one form, or `nil` if there is none.
    static func normalised(_ text: String) -> String? {
        let text = MatchText.trimmed(text)
        let address = bare(text)
        guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")), at != address.startIndex,
            let host = HostName.normalised(String(address[address.utf8.index(after: at)...]))
        else { return nil }
        return address[..<at].lowercased() + "@" + host
    }

    /// The address without what stands around it.
    static func bare(_ text: String) -> Substring {
        var address = text[...]
        if let open = address.utf8.lastIndex(of: UInt8(ascii: "<")) {
            address = address[address.utf8.index(after: open)...]
            if let close = address.utf8.firstIndex(of: UInt8(ascii: ">")) { address = address[..<close] }
        }
        guard let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")),
            address[..<colon].lowercased() == "mailto"
        else { return address }
        address = address[address.utf8.index(after: colon)...]
        return address.prefix { $0 != "?" }
    }

    /// The name that stands before an address in angle brackets.
    static func displayName(_ text: String) -> Substring? {
        guard let open = text.utf8.lastIndex(of: UInt8(ascii: "<")), open != text.startIndex
        else { return nil }
        return text[..<open]
    }
}
