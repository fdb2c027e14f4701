import CPublicSuffix

/// Tells which part of a host name somebody registered: `eu.acme.co.uk` belongs to `acme.co.uk`.
///
/// The list is data (publicsuffix.org) read through libpsl: a configured file, otherwise the newer of
/// the system's list and the one built into the library.
// @unchecked: the context is only read after `init`, which libpsl allows from several threads.
public final class PublicSuffixList: @unchecked Sendable {
    private let context: OpaquePointer
    private let isOwned: Bool

    /// - Parameter path: A list in text or DAFSA form.
    /// - Returns: `nil` if the file cannot be read as such a list.
    public init?(path: String) {
        guard let context = psl_load_file(path) else { return nil }
        self.context = context
        isOwned = true
    }

    private init?(system: Void) {
        if let context = psl_latest(nil) {
            self.context = context
            isOwned = true
        } else if let context = psl_builtin() {
            self.context = context
            isOwned = false
        } else {
            return nil
        }
    }

    deinit {
        if isOwned { psl_free(context) }
    }

    /// The system's list; `nil` where the library was built without one and none is installed.
    public static let system = PublicSuffixList(system: ())

    /// - Parameter host: Lower case, Unicode labels.
    package func registrableDomain(of host: String) -> String? {
        // The answer points into the argument, which must still be there when it is copied.
        host.withCString { name in
            psl_registrable_domain(context, name).map { String(cString: $0) }
        }
    }

    package func isPublicSuffix(_ host: String) -> Bool { psl_is_public_suffix(context, host) == 1 }
}
