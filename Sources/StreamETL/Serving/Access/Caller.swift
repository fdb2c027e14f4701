/// Who asks, and what they may.
package struct Caller: Hashable, Sendable {
    /// Of the credential; `socket` for the owner of the Unix socket.
    package var id: String
    /// As the audit names them.
    package var name: String
    package var scope: Scope
    /// Seconds since 1970; `nil`: never.
    package var expires: Int64?

    /// Whoever may open the socket has the process's own rights on the files.
    static let owner = Caller(id: "socket", name: "owner", scope: .admin, expires: nil)
}
