import Glibc

/// The system's error numbers, for people.
package enum ErrorNumber {
    /// `permission denied (errno 13)`.
    package static func text(_ number: Int32) -> String {
        guard number != 0, let text = strerror(number) else { return "errno \(number)" }
        let message = String(cString: text)
        return "\(message.prefix(1).lowercased())\(message.dropFirst()) (errno \(number))"
    }
}
