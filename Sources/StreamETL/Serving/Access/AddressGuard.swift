import HTTPTypes
import Hummingbird

/// Which hosts and origins requests may name, so that no foreign page speaks through somebody's browser.
struct AddressGuard: Sendable {
    /// Host names without port, in lower case.
    let hosts: Set<String>
    let scheme: String

    /// - Throws: ``Problem`` for a request that names another host, or that another page made.
    func check(_ request: Request) throws {
        guard let authority = request.head.authority, hosts.contains(Self.host(of: authority)) else {
            throw Problem(
                .misdirectedRequest, "The request names a host that this server is not.",
                remedy: "Use the address that serve prints, or add the host to serve.hosts.")
        }
        if let origin = request.headers[.origin],
            origin.lowercased() != "\(scheme)://\(authority.lowercased())"
        {
            throw Problem(.forbidden, "The request comes from a page of another origin.")
        }
        let changes = request.method != .get && request.method != .head
        let site = request.headers[.secFetchSite]
        if changes, let site, site != "same-origin", site != "none" {
            throw Problem(.forbidden, "The request comes from a page of another site.")
        }
    }

    private static func host(of authority: String) -> String {
        let text = authority.lowercased()
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") { return String(text[...end]) }
        return String(text.prefix { $0 != ":" })
    }
}

extension HTTPField.Name {
    static let secFetchSite = Self("Sec-Fetch-Site") ?? .origin
    static let requestID = Self("X-Request-Id") ?? .origin
    static let lastEventID = Self("Last-Event-ID") ?? .origin
}
