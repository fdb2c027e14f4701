import Foundation

/// Why nothing is served.
package enum ServingError: Error, Hashable, CustomStringConvertible {
    case addressInvalid
    case tlsMissing
    case tokenMissing
    case tlsUnusable
    case stateUnusable(path: String, errno: Int32)
    case notServing(path: String)

    package var description: String {
        switch self {
        case .addressInvalid:
            "serve.address is not HOST:PORT. Write one such as 127.0.0.1:8420 or [::1]:8420."
        case .tlsMissing:
            "serve.address is not on loopback, where others could read along. "
                + "Set serve.tls_certificate and serve.tls_key."
        case .tokenMissing:
            "serve.address is not on loopback and there is no token. Make one with etl-watch token create."
        case .tlsUnusable:
            "serve.tls_certificate and serve.tls_key cannot be used. Name a readable PEM chain and its key."
        case .stateUnusable(let path, let errno):
            "\(path) cannot be opened: \(String(cString: strerror(errno))). "
                + "Make its directory, or set serve.database."
        case .notServing(let path):
            "Nobody answers at \(path). Start etl-watch serve with the same settings."
        }
    }
}
