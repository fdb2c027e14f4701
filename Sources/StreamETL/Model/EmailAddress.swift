/// An e-mail address out of what a calendar, a CRM or a person calls one: `ann@acme.example`,
/// `Ann <ann@acme.example>`, `mailto:ann@acme.example?subject=Hello`.
package enum EmailAddress {
    /// The bare address.
    package static func bare(_ text: String) -> Substring {
        var address = text[...]
        if let open = address.utf8.lastIndex(of: UInt8(ascii: "<")) {
            address = address[address.utf8.index(after: open)...]
            if let close = address.utf8.firstIndex(of: UInt8(ascii: ">")) { address = address[..<close] }
        }
        guard let resource = withoutScheme(address) else { return address }
        return resource.prefix { $0 != "?" }
    }

    /// The name that stands before an address in angle brackets, as it is written there.
    package static func displayName(_ text: String) -> Substring? {
        guard let open = text.utf8.lastIndex(of: UInt8(ascii: "<")), open != text.startIndex
        else { return nil }
        let name = text[..<open]
        return withoutScheme(name) ?? name
    }

    /// What stands behind `mailto:`.
    private static func withoutScheme(_ text: Substring) -> Substring? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            text[..<colon].lowercased() == "mailto"
        else { return nil }
        return text[text.utf8.index(after: colon)...]
    }
}
