extension Settings {
    /// How `serve` is reached.
    public struct Serving: Hashable, Sendable {
        /// HOST:PORT.
        public var address = "127.0.0.1:8420"
        /// Names that requests may call it by, beside the address.
        public var hosts: [String] = []
        /// A PEM chain; `nil`: no TLS.
        public var tlsCertificate: String?
        public var tlsKey: String?
        /// `nil`: `serve.db` beside the database.
        public var database: String?
        /// `nil`: `serve.sock` beside the database.
        public var socket: String?

        public init() {}
    }

    /// Where tokens, sessions, alerts and the audit lie.
    public var serveDatabase: String {
        serving.database ?? SettingPath.parent(of: database) + "/serve.db"
    }

    /// How a browser reaches `serve`, without a slash at the end.
    public var serveURL: String {
        let scheme = serving.tlsCertificate == nil ? "http" : "https"
        let port = serving.address.lastIndex(of: ":").map { serving.address[$0...] } ?? ""
        return "\(scheme)://\(serving.hosts.first.map { $0 + port } ?? serving.address)"
    }

    /// The Unix socket that `serve` listens on.
    public var serveSocket: String { serving.socket ?? SettingPath.parent(of: database) + "/serve.sock" }
}
