package import ETLModel

extension EmailAddress {
    /// The address in one form, or `nil` if there is none.
    package static func normalised(_ text: String) -> String? {
        let text = MatchText.trimmed(text)
        let address = bare(text)
        guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")), at != address.startIndex,
            let host = HostName.normalised(String(address[address.utf8.index(after: at)...]))
        else { return nil }
        return address[..<at].lowercased() + "@" + host
    }
}
