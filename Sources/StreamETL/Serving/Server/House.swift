import ETLSettings
import Synchronization

/// What the routes stand on.
struct House: Sendable {
    let state: ServeState
    let links = LoginLinks()
    let meter: RequestMeter
    let guarding: AddressGuard
    /// How a browser reaches it, without a slash at the end.
    let place: PublicPlace
    let databasePath: String
    let outputPath: String
    let asOf: Int64?
}

/// The address that links name. The port is known once the kernel has given one.
final class PublicPlace: Sendable {
    private let scheme: String
    private let host: String
    private let port: Mutex<Int>

    init(scheme: String, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = Mutex(port)
    }

    var isSecure: Bool { scheme == "https" }
    var url: String { "\(scheme)://\(host):\(port.withLock { $0 })" }

    func note(port: Int) { self.port.withLock { $0 = port } }
}
