/// Where to listen: `HOST:PORT`, an IPv6 address in brackets.
package struct ListenAddress: Hashable, Sendable {
    package let host: String
    package let port: Int

    package init(_ text: String) throws(ServingError) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon != text.startIndex
        else { throw .addressInvalid }
        let host = text[..<colon].lowercased()
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        guard isBracketed || !host.contains(":") else { throw .addressInvalid }
        self.host = host
        self.port = port
    }

    /// Only processes of this machine reach it.
    package var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// As the kernel takes it, without brackets.
    var bindHost: String { host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host }
}
